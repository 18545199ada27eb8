from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x948",
    clause="PRP-039",
    fault_class="settlement",
    seen="ours",
    does="An account from which is collected pays its other debts, too.",
    changes=(
        Change(
            "authority.account_of",
            "SetFeeExempt | CollectDebt",
            "SetFeeExempt",
        ),
    ),
)
