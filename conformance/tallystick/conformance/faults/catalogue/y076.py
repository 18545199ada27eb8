from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y076",
    clause="LIQ-013",
    fault_class="roll",
    seen="ours",
    does="A loan that cannot be rolled is not repaid either.",
    changes=(
        Change(
            "winding_loans._rolled",
            "is_cut_short = False",
            """
            is_cut_short = False
            if roll_violation(winding.state, loan) is not None:
                return winding
            """,
        ),
    ),
)
