from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x960",
    clause="PRP-063",
    fault_class="netting",
    seen="ours",
    does="A trade settles every leg of its market.",
    changes=(
        Change(
            "netting.net",
            "mark = mark_of(state, market)",
            """
            mark = mark_of(state, market)
            for held in state.markets[market].legs.values():
                netted = evolve(netted, state=settle_leg(netted.state, market, held)[0])
            """,
        ),
        Change(
            "netting",
            "from tallystick.reference.legs import gain, leg_count, lose, mark_of, newest_leg",
            """
            from tallystick.reference.legs import (
                gain,
                leg_count,
                lose,
                mark_of,
                newest_leg,
                settle_leg,
            )
            """,
        ),
    ),
)
