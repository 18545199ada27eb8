from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x825",
    clause="LND-044",
    fault_class="swap",
    seen="ours",
    does="The interest of an own loan is forgotten when it is paid for with a loan.",
    changes=(
        Change(
            "swap._hand_over",
            "settle_loan(so_far, own.loan)",
            "so_far",
        ),
    ),
)
