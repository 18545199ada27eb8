from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y266",
    clause="LIQ-032",
    fault_class="estate",
    seen="ours",
    does="A debtor who cannot pay all pays nothing at once.",
    changes=(
        Change(
            "bankruptcy._debtors_paid",
            "min(debt, balance_of(so_far.state, debtor, BASE_ASSET))",
            "debt if debt <= balance_of(so_far.state, debtor, BASE_ASSET) else 0",
        ),
    ),
)
