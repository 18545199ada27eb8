from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m37",
    clause="MAT-027",
    fault_class="settlement",
    seen="venues that fill a resting order without asking for its funds again",
    does="A maker is traded in full, whatever it can deliver.",
    changes=(
        Change(
            "walk._meet_makers",
            "_capacity(progress.state, maker, maker)",
            "maker.open_lots",
        ),
    ),
)
