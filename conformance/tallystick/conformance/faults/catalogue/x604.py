from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x604",
    clause="STA-025",
    fault_class="restoring",
    seen="state that is derived again from what is left of it",
    does="The last order id of a restored account is that of its newest resting order.",
    changes=(
        Change(
            "restoring._account",
            "_fields(account)",
            '_fields(account) | {"last_order_id": max(own, default=0)}',
        ),
    ),
)
