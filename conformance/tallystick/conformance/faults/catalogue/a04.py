from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="a04",
    clause="CMD-032",
    fault_class="input",
    seen="engines that trust the time stamps of their input",
    does="The time may be set back.",
    changes=(
        Change(
            "operations.advance_time",
            "command.now < state.now",
            "False",
        ),
    ),
)
