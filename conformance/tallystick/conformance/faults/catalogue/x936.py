from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x936",
    clause="PRP-032",
    fault_class="settlement",
    seen="ours",
    does="The difference between price and mark is paid the wrong way round.",
    changes=(
        Change(
            "netting.net",
            "after.owed.buyer_owes + (price - mark) * step.lots",
            "after.owed.buyer_owes + (mark - price) * step.lots",
        ),
    ),
)
