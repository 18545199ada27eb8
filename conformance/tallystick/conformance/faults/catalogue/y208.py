from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y208",
    clause="CMD-005",
    fault_class="reasons",
    seen="ours",
    does="That a mark is stale is said before that a swap is outside the band.",
    changes=(
        Change(
            "swapping_assets.swap_for_target",
            """
            if _is_outside_band(state, command, other):
                return Reason.OUTSIDE_BAND
            if is_valued_by_stale_mark(state, target):
                return Reason.VALUATION_STALE
            """,
            """
            if is_valued_by_stale_mark(state, target):
                return Reason.VALUATION_STALE
            if _is_outside_band(state, command, other):
                return Reason.OUTSIDE_BAND
            """,
        ),
    ),
)
