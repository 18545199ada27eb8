from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y048",
    clause="LIQ-018",
    fault_class="forced orders",
    seen="ours",
    does="A forced order has at least the minimum of its market, or there is none.",
    changes=(
        Change(
            "forced.forced_order",
            """
            if limited == 0:
                return None
            """,
            """
            if limited < market.minimum_lots:
                return None
            """,
        ),
    ),
)
