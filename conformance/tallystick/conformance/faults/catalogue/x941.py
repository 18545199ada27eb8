from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x941",
    clause="PRP-035",
    fault_class="fees",
    seen="ours",
    does="The event of a fee states only what was paid of it.",
    changes=(
        Change(
            "settlement.charge_perpetual_fee",
            "FeePaid(order.account, order.order_id, BASE_ASSET, fee)",
            "FeePaid(order.account, order.order_id, BASE_ASSET, atoms)",
        ),
    ),
)
