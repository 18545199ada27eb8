from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r19",
    clause="MGN-023",
    fault_class="rounding",
    seen="ledgers that round each loan to be safe",
    does="What each loan will cost is rounded up by itself.",
    changes=(
        Change(
            "exposure._exposure",
            "_provision_numerator(each)",
            "-(-_provision_numerator(each) // HOLDING_UNITS) * HOLDING_UNITS",
        ),
    ),
)
