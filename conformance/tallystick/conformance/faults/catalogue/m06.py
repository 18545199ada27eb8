from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m06",
    clause="MAT-010",
    fault_class="priority",
    seen="price levels that keep their orders in a hash map",
    does="Orders at one price stand in the order of a hash of account and id.",
    changes=(
        Change(
            "book.join",
            "state.joins + 1",
            "(order.account * 7919 + order.order_id * 104729) % 1009",
        ),
    ),
)
