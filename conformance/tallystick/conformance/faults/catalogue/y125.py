from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y125",
    clause="LIQ-018",
    fault_class="sell",
    seen="ours",
    does="Of what loans still need only the principal is kept, not what it costs to settle them.",
    changes=(
        Change(
            "winding_loans.cost_of_repaying",
            "Atoms(settling + principal_atoms(state, loan))",
            "Atoms(principal_atoms(state, loan))",
        ),
        Change(
            "winding_loans._missing_bought",
            "cost_of_repaying(state, loan)",
            "cost_of_settling(state, loan, state.now).total_atoms + principal_atoms(state, loan)",
        ),
    ),
)
