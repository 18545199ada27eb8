from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y245",
    clause="LIQ-031",
    fault_class="netting",
    seen="ours",
    does="What a counterparty is owed is rounded down asset by asset.",
    changes=(
        Change(
            "counterparties.value_between",
            "value = sum_of_ratios(*value, *held)",
            "value = sum_of_ratios(*value, held.numerator // held.denominator, 1)",
        ),
    ),
)
