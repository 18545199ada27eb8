from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y069",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="A loan that cannot be settled ends the steps.",
    changes=(
        Change(
            "winding_loans._rolled",
            "is_cut_short = False",
            """
            cost = cost_of_settling(winding.state, loan, winding.state.now).total_atoms
            is_cut_short = cost > winding.balance(loan.asset)
            """,
        ),
    ),
)
