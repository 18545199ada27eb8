from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q11",
    clause="LIQ-014",
    fault_class="forced orders",
    seen="liquidations that leave the book alone",
    does="Orders of the target stay, and what is forced trades against them.",
    changes=(
        Change(
            "liquidation._stepped",
            """
            removed = orders_removed(winding.state, winding.target)
            winding = evolve(winding, applied=followed_by(winding.applied, removed))
            """,
            "pass",
        ),
        Change(
            "walk._meet_makers",
            "maker.account == taker.account",
            "maker.account == taker.account and taker.order_id < 2**61",
        ),
    ),
)
