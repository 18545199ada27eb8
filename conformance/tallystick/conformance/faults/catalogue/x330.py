from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x330",
    clause="CMD-040",
    fault_class="form",
    seen="ours",
    does="An order is reported as accepted after its trades.",
    changes=(
        Change(
            "accepting.accept",
            "(accepted, *verdict.events)",
            "(*verdict.events, accepted)",
        ),
    ),
)
