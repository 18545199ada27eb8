from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y228",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="Legs are not netted: they go without a payment.",
    changes=(
        Change(
            "counterparties.contracts_of",
            "more = Between(0, sign * leg.lots, Atoms(value))",
            "more = Between(0, sign * leg.lots, Atoms(0))",
        ),
    ),
)
