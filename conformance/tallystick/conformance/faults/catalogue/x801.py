from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x801",
    clause="LND-001",
    fault_class="reservation",
    seen="ours",
    does="A bid for a loan reserves base atoms like a bid for a coin.",
    changes=(
        Change(
            "ledger.reservation_of",
            "opens_loans(state, order.market) and order.side is Side.BUY",
            "False",
        ),
    ),
)
