from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y010",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="Assets are swapped for an account that is valued by a stale mark.",
    changes=(
        Change(
            "swapping_assets.swap_for_target",
            """
            if is_valued_by_stale_mark(state, target):
                return Reason.VALUATION_STALE
            """,
            "",
        ),
    ),
)
