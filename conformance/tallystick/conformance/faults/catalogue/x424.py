from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x424",
    clause="MAT-036",
    fault_class="fees",
    seen="venues on which an amend is a new order to the fee schedule",
    does="An amended order starts anew with its fees and its cap.",
    changes=(
        Change(
            "trading.amend_order",
            "evolve(former, price=command.price, open_lots=command.open_lots)",
            """
            evolve(
                former,
                price=command.price,
                open_lots=command.open_lots,
                fee_paid_atoms=Atoms(0),
                fee_credit=FeeCredit(0),
            )
            """,
        ),
    ),
)
