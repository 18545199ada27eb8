from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x987",
    clause="MGN-032",
    fault_class="checks",
    seen="ours",
    does="The account is valued before it pays its debts.",
    changes=(
        Change(
            "engine._finished",
            """
            if account is not None:
                applied = pay_own_debts(applied, account)
            if account is not None and check is not None:
                verdict = checked(before, applied, account, check)
                if isinstance(verdict, Reason):
                    return before, Rejected(verdict, Count(0))
                applied = verdict
            """,
            """
            if account is not None and check is not None:
                verdict = checked(before, applied, account, check)
                if isinstance(verdict, Reason):
                    return before, Rejected(verdict, Count(0))
                applied = verdict
            if account is not None:
                applied = pay_own_debts(applied, account)
            """,
        ),
    ),
)
