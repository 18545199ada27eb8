from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y153",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="That a loan became smaller is no progress.",
    changes=(
        Change(
            "liquidation._sizes",
            'sizes["loan", loan.loan] = loan.principal_lots',
            "pass",
        ),
    ),
)
