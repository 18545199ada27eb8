from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r22",
    clause="MGN-040",
    fault_class="below zero",
    seen="insolvent accounts that sell to themselves what is left",
    does="An account below zero may trade at any price, as long as its charges fall by more.",
    changes=(
        Change(
            "margin._violation",
            "takes_risk or _leaves_band(applied, account, check)",
            "takes_risk",
        ),
    ),
)
