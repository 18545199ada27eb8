from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x931",
    clause="PRP-030",
    fault_class="netting",
    seen="ours",
    does="Who takes the place of a buyer takes it at the price of the trade.",
    changes=(
        Change(
            "netting.next_step",
            "Step(min(rest, a.lots), (a,), (a.long_account, seller), mark)",
            "Step(min(rest, a.lots), (a,), (a.long_account, seller), price)",
        ),
    ),
)
