from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y120",
    clause="LIQ-017",
    fault_class="repay",
    seen="ours",
    does="What is repaid returns at once, and can be lent again by a later step.",
    changes=(
        Change(
            "winding_loans._repaid",
            "return with_repaid(evolve(winding, applied=applied), loan, lots)",
            """
            return evolve(
                winding, applied=return_principal(state, applied, loan, lots, winding.work)
            )
            """,
        ),
        Change(
            "winding_loans",
            "from tallystick.reference.forced import forced_order, market_of",
            """
            from tallystick.reference.engine_orders import return_principal
            from tallystick.reference.forced import forced_order, market_of
            """,
        ),
    ),
)
