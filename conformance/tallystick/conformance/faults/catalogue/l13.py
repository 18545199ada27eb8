from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l13",
    clause="LND-022",
    fault_class="fees",
    seen="caps that are applied to orders and forgotten with loans",
    does="The fee on interest has no cap.",
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
                loan.fee_rate, interest, Atoms(2**56), Atoms(0), loan.fee_credit
            )
            """,
        ),
    ),
)
