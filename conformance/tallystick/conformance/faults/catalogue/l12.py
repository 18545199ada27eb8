from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l12",
    clause="LND-046",
    fault_class="swap",
    seen="differences that are taken the wrong way round",
    does="The leaving lender pays for a lower rate of his own loan, not for a higher one.",
    changes=(
        Change(
            "interest.swap_cash",
            "max(0, own_rate - rate)",
            "max(0, rate - own_rate)",
        ),
    ),
)
