from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x830",
    clause="LND-047",
    fault_class="swap",
    seen="ours",
    does="A loan that was handed to a lender at a higher rate can be extended at the lower one.",
    changes=(
        Change(
            "swap._hand_over",
            "own.extensible and own.rate <= loan.rate",
            "own.extensible",
        ),
    ),
)
