from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x959",
    clause="PRP-062",
    fault_class="netting",
    seen="ours",
    does="A leg that loses lots is settled for these lots only, in proportion.",
    changes=(
        Change(
            "legs.lose",
            """
            state, settled = settle_leg(state, market_id, leg)
            market, left = state.markets[market_id], Lots(leg.lots - lots)
            return with_leg(
                state, market, _worth_nothing(market, leg, left, mark_of(state, market_id))
            ), settled
            """,
            """
            market, left = state.markets[market_id], Lots(leg.lots - lots)
            value = value_at(market, leg, mark_of(state, market_id)) * lots // leg.lots
            funding = funding_accrued(market, leg) * lots // leg.lots
            cost = Atoms(leg.cost * left // leg.lots)
            base = Atoms(leg.funding_base * left // leg.lots)
            less = evolve(leg, lots=left, cost=cost, funding_base=base)
            return with_leg(state, market, less), Settled(Atoms(value), Atoms(funding))
            """,
        ),
    ),
)
