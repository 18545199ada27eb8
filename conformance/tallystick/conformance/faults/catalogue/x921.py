from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x921",
    clause="PRP-018",
    fault_class="funding rate",
    seen="ours",
    does="The rate itself has no bound.",
    changes=(
        Change(
            "perpetual.rate_after",
            "within(rate + step, RATE_BOUND)",
            "rate + step",
        ),
    ),
)
