from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x206",
    clause="STA-012",
    fault_class="bounds",
    seen="lists that grow as long as anybody adds to them",
    does="An account may have any number of delegates.",
    changes=(
        Change(
            "accounts.add_delegate",
            "len(account.delegates) >= state.parameters.max_delegates_per_account",
            "False",
        ),
    ),
)
