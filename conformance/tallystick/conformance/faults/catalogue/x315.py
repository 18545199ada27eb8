from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x315",
    clause="CMD-005",
    fault_class="precedence",
    seen="ours",
    does="An amend of an expired order in a halted market is told that it is halted.",
    changes=(
        Change(
            "trading.amend_order",
            "not is_live(former.expires_at, state.now)",
            """
            not is_live(former.expires_at, state.now) and not state.markets[
                former.market
            ].halted
            """,
        ),
    ),
)
