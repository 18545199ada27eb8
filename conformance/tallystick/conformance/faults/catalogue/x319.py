from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x319",
    clause="CMD-020",
    fault_class="bounds",
    seen="caps that are compared with > where >= was meant",
    does="One account more than max_accounts may be opened.",
    changes=(
        Change(
            "accounts.open_account",
            "len(state.accounts) >= state.parameters.max_accounts",
            "len(state.accounts) > state.parameters.max_accounts",
        ),
    ),
)
