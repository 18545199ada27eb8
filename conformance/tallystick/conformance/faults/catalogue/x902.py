from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x902",
    clause="PRP-002",
    fault_class="legs",
    seen="ours",
    does="A leg that gains lots becomes the newest one, with a new number.",
    changes=(
        Change(
            "legs.gain",
            "market = state.markets[market_id]",
            """
            market = state.markets[market_id]
            for held in tuple(market.legs.values()):
                if (held.long_account, held.short_account) == parties:
                    number = LegId(market.last_leg + 1)
                    others = {key: kept for key, kept in market.legs.items() if key != held.leg}
                    renewed = {**others, number: evolve(held, leg=number)}
                    market = evolve(market, last_leg=number, legs=renewed)
            """,
        ),
    ),
)
