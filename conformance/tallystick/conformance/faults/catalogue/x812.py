from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x812",
    clause="LND-022",
    fault_class="rounding",
    seen="ours",
    does="The fee on interest is rounded up at each payment without a carry.",
    changes=(
        Change(
            "payments.paid_up_to",
            """
            fee, _, fee_credit = fee_of_trade(
                loan.fee_rate, interest, loan.fee_left_atoms, Atoms(0), loan.fee_credit
            )
            """,
            """
            fee, _, fee_credit = fee_of_trade(
                loan.fee_rate, interest, loan.fee_left_atoms, Atoms(0), 0
            )
            """,
        ),
    ),
)
