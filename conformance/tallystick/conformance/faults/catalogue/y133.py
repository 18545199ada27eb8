from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y133",
    clause="LIQ-019",
    fault_class="repay",
    seen="ours",
    does="Loans of base are repaid before settlement debts.",
    changes=(
        Change(
            "winding_loans.repay_base",
            "debts_of(winding.state, winding.target)",
            "debts_of((winding := _repaid_all(winding, is_base=True)).state, winding.target)",
        ),
    ),
)
