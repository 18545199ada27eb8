from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x508",
    clause="SPT-011",
    fault_class="fees",
    seen="ours",
    does="The cap of an order is that of the asset which it gives.",
    changes=(
        Change(
            "trading",
            "from tallystick.reference.ledger import received_asset",
            "from tallystick.reference.ledger import given_asset",
        ),
        Change(
            "trading._order_of",
            "received_asset(state, new.market, new.side)",
            "given_asset(state, new.market, new.side)",
        ),
    ),
)
