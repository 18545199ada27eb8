from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y054",
    clause="LIQ-018",
    fault_class="forced orders",
    seen="ours",
    does="What is not priced is sold at any price.",
    changes=(
        Change(
            "forced.forced_order",
            "market is None or market.halted or not is_priced(state, asset)",
            "market is None or market.halted",
        ),
        Change(
            "forced._price",
            """
            assert pricing is not None
            mark, _ = pricing
            """,
            """
            if pricing is None:
                return Price(1)
            mark, _ = pricing
            """,
        ),
    ),
)
