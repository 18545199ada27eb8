from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l23",
    clause="LND-021",
    fault_class="interest",
    seen="payments that note the hours begun and not the hours charged",
    does="After a payment in the first hours the least hours are charged twice.",
    changes=(
        Change(
            "payments.paid_up_to",
            """
            paid = evolve(
                loan,
                hours_paid=hour,
                interest_credit=credit,
                fee_left_atoms=Atoms(loan.fee_left_atoms - fee),
                fee_credit=fee_credit,
            )
            """,
            """
            paid = evolve(
                loan,
                hours_paid=min(hour, Hours(-(-(state.now - loan.start) // 3_600_000))),
                interest_credit=credit,
                fee_left_atoms=Atoms(loan.fee_left_atoms - fee),
                fee_credit=fee_credit,
            )
            """,
        ),
    ),
)
