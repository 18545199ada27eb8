from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y264",
    clause="LIQ-032",
    fault_class="estate",
    seen="ours",
    does="Debtors pay the estate before claims on lent loans are paid.",
    changes=(
        Change(
            "bankruptcy._estate_gathered",
            """
            paid = Applied(without_contracts(cancelled.state, target), ())
            for left in claims_left(state, target):
                verdict = pay_anyone(paid, left.borrower, left.receiver, left.atoms)
                if isinstance(verdict, Reason):
                    return verdict
                paid = verdict
            paid, owing = _debtors_paid(paid, target, standing.owing)
            """,
            """
            paid = Applied(without_contracts(cancelled.state, target), ())
            paid, owing = _debtors_paid(paid, target, standing.owing)
            for left in claims_left(state, target):
                verdict = pay_anyone(paid, left.borrower, left.receiver, left.atoms)
                if isinstance(verdict, Reason):
                    return verdict
                paid = verdict
            """,
        ),
    ),
)
