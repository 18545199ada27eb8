from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x939",
    clause="PRP-034",
    fault_class="settlement",
    seen="ours",
    does="Of several claims the one due last is offset first.",
    changes=(
        Change(
            "settlement.pay",
            """
            for debt in owed_back:
                less = min(left, state.debts[debt])
                state, left = with_less_debt(state, debt, less), Atoms(left - less)
            """,
            """
            for debt in reversed(owed_back):
                less = min(left, state.debts[debt])
                state, left = with_less_debt(state, debt, less), Atoms(left - less)
            """,
        ),
    ),
)
