from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y213",
    clause="LIQ-024",
    fault_class="no new lender",
    seen="ours",
    does="Nobody lends anew to who is below zero, whatever he has.",
    changes=(
        Change(
            "renewal._is_lost_case",
            "net_worth_of(state, loan.borrower) < 0",
            "valuation_of(state, loan.borrower).maintenance_atoms < 0",
        ),
        Change(
            "renewal",
            "from tallystick.reference.types.choices import OrderType, RemovalCause",
            """
            from tallystick.reference.types.choices import OrderType, RemovalCause
            from tallystick.reference.valuation import valuation_of
            """,
        ),
    ),
)
