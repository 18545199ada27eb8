from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p10",
    clause="PRP-019",
    fault_class="funding rate",
    seen="windows that end with the tick they serve",
    does="The window of a tick goes up to the tick and not to half an hour before.",
    changes=(
        Change(
            "perpetual.counts_in_this_window",
            "now < tick - WINDOW_LEAD_MILLISECONDS",
            "now < tick",
        ),
    ),
)
