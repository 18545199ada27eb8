from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y191",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="An asset with a perpetual market only counts as one with a book.",
    changes=(
        Change(
            "swapping_assets.swap_for_target",
            "market_of(state, other, MarketKind.SPOT) is not None",
            """
            any(
                market_of(state, other, kind) is not None
                for kind in (MarketKind.SPOT, MarketKind.PERP)
            )
            """,
        ),
    ),
)
