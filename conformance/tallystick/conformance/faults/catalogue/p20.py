from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p20",
    clause="PRP-019",
    fault_class="funding rate",
    seen="rates that were moved by one order in an empty book",
    does="The premium of a trade is not bounded, and one absurd quote moves the rate.",
    changes=(
        Change(
            "perpetual.premium_of",
            "within(premium, bound)",
            "premium",
        ),
    ),
)
