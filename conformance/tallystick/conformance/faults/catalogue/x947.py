from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x947",
    clause="PRP-038",
    fault_class="precedence",
    seen="ours",
    does="That the venue has too many debts is said before that the debtor has.",
    changes=(
        Change(
            "debts.open_debt",
            """
            if begins and len(debts_of(state, debtor)) >= limits.max_debts_per_account:
                return Reason.TOO_MANY_DEBTS_OF_ACCOUNT
            if begins and len(state.debts) >= limits.max_debts:
                return Reason.TOO_MANY_DEBTS
            """,
            """
            if begins and len(state.debts) >= limits.max_debts:
                return Reason.TOO_MANY_DEBTS
            if begins and len(debts_of(state, debtor)) >= limits.max_debts_per_account:
                return Reason.TOO_MANY_DEBTS_OF_ACCOUNT
            """,
        ),
    ),
)
