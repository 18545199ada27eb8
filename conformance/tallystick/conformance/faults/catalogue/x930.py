from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x930",
    clause="PRP-030",
    fault_class="netting",
    seen="ours",
    does="Part 2 comes before part 1: the seller takes the buyer's place, be he long himself.",
    changes=(
        Change(
            "netting.next_step",
            "a is not None and c is not None",
            "False",
        ),
    ),
)
