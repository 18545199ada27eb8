from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x607",
    clause="STA-012",
    fault_class="capacity",
    seen="capacities that are tested after the list has grown",
    does="An account may have one delegate more than max_delegates_per_account.",
    changes=(
        Change(
            "accounts.add_delegate",
            """
            len(account.delegates) >= state.parameters.max_delegates_per_account
            """,
            """
            len(account.delegates) > state.parameters.max_delegates_per_account
            """,
        ),
    ),
)
