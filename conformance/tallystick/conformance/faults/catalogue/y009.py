from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y009",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="An account is closed out at a stale mark.",
    changes=(
        Change(
            "bankruptcy.declare_bankruptcy",
            """
            if is_valued_by_stale_mark(state, target):
                return Reason.VALUATION_STALE
            """,
            "",
        ),
        Change(
            "liquidation.wind_up",
            """
            if is_valued_by_stale_mark(state, target):
                return Reason.VALUATION_STALE
            """,
            "",
        ),
    ),
)
