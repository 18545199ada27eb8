from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y008",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="An account is liquidated at a stale mark.",
    changes=(
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
