from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p07",
    clause="PRP-030",
    fault_class="netting",
    seen="graph updates that take both ends for different edges",
    does="A leg that is met from both ends is taken for two legs.",
    changes=(
        Change(
            "netting.next_step",
            "(leg.long_account, leg.short_account) == (seller, buyer)",
            "False",
        ),
    ),
)
