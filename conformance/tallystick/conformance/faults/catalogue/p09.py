from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p09",
    clause="PRP-018",
    fault_class="funding rate",
    seen="formulas that clamp the result",
    does="The bound of a change is applied to the rate itself.",
    changes=(
        Change(
            "perpetual.rate_after",
            "0 if lots == 0 else within(change_of_rate(premium, lots), RATE_CHANGE_BOUND)",
            "0 if lots == 0 else change_of_rate(premium, lots)",
        ),
        Change(
            "perpetual.rate_after",
            "within(rate + step, RATE_BOUND)",
            "within(rate + step, RATE_CHANGE_BOUND)",
        ),
    ),
)
