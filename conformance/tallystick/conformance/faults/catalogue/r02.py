from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r02",
    clause="MGN-021",
    fault_class="stress",
    seen="valuations that price an order to close and not what is held",
    does="Slippage of spot is taken off the price whether the account has the asset or owes it.",
    changes=(
        Change(
            "risk.price_factors",
            "v = c - e * slippage * scale",
            "v = c - slippage * scale",
        ),
    ),
)
