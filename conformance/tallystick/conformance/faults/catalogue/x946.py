from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x946",
    clause="PRP-038",
    fault_class="limits",
    seen="ours",
    does="What an account is owed has no bound.",
    changes=(
        Change(
            "debts.open_debt",
            "creditor != TREASURY and owed_to(state, creditor) > DEBT_BOUND_ATOMS",
            "False",
        ),
    ),
)
