from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x922",
    clause="PRP-018",
    fault_class="funding rate",
    seen="ours",
    does="After a window without trades the rate is 0.",
    changes=(
        Change(
            "perpetual.rate_after",
            "within(rate + step, RATE_BOUND)",
            "0 if lots == 0 else within(rate + step, RATE_BOUND)",
        ),
    ),
)
