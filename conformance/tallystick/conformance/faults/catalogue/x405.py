from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x405",
    clause="MAT-009",
    fault_class="self-trade",
    seen="ours",
    does="Lending markets default to reject as the others do.",
    changes=(
        Change(
            "trading._order_of",
            "SelfTrade.CANCEL_MAKER if lends else SelfTrade.REJECT",
            "SelfTrade.REJECT",
        ),
    ),
)
