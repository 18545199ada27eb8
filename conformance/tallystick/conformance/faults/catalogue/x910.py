from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x910",
    clause="PRP-013",
    fault_class="position limit",
    seen="ours",
    does="What a position lacks for an order is called underfunded.",
    changes=(
        Change(
            "walk._lack_of_balance",
            "not is_perpetual(state, order.market)",
            "True",
        ),
    ),
)
