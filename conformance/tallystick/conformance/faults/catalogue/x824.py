from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x824",
    clause="LND-043",
    fault_class="swap",
    seen="ours",
    does="An own loan that is overdue is paid for with a loan.",
    changes=(
        Change(
            "swap._step",
            """
            if is_overdue(own.due, state.now):
                return None
            """,
            "",
        ),
    ),
)
