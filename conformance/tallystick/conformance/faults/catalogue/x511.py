from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x511",
    clause="SPT-013",
    fault_class="fees",
    seen="ours",
    does="Makers are charged the taker's rate.",
    changes=(
        Change(
            "trading._order_of",
            "state.parameters.spot_maker_fee_rate",
            "state.parameters.spot_taker_fee_rate",
        ),
    ),
)
