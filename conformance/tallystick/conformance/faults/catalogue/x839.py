from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x839",
    clause="LND-055",
    fault_class="roll",
    seen="ours",
    does="The lender's own money fills what the budget has left undone.",
    changes=(
        Change(
            "renewal._lots_left",
            "not isinstance(last, OrderRemoved) or last.cause is RemovalCause.WORK_LIMIT",
            "not isinstance(last, OrderRemoved)",
        ),
    ),
)
