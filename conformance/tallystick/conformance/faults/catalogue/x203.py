from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x203",
    clause="STA-005",
    fault_class="identity",
    seen="stores that number from zero",
    does="Accounts are numbered from 0.",
    changes=(
        Change(
            "accounts.open_account",
            "len(state.accounts) + 1",
            "len(state.accounts)",
        ),
    ),
)
