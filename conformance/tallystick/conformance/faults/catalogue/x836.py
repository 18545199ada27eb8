from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x836",
    clause="LND-054",
    fault_class="roll",
    seen="ours",
    does="A loan is rolled at its due time.",
    changes=(
        Change(
            "renewal.roll_loan",
            "not is_overdue(loan.due, state.now)",
            "state.now < loan.due",
        ),
    ),
)
