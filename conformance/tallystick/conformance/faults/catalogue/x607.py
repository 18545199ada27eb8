from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x607",
    clause="STA-025",
    fault_class="restoring",
    seen="ours",
    does="A restored venue has lost the ids of the orders that it made itself.",
    changes=(
        Change(
            "restoring._account",
            "account.last_engine_order_id or OrderId(0)",
            "OrderId(0)",
        ),
    ),
)
