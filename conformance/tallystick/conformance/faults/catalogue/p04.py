from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p04",
    clause="PRP-050",
    fault_class="funding",
    seen="settlements that pay and forget to note it",
    does="A true-up pays the accrued funding and does not renew its base: it is paid again.",
    changes=(
        Change(
            "settling.true_up",
            "state, settled = settle_leg(state, market.market, leg)",
            """
            state, settled = settle_leg(state, market.market, leg)
            kept = state.markets[market.market].legs[leg.leg]
            kept = evolve(kept, funding_base=leg.funding_base)
            state = with_leg(state, state.markets[market.market], kept)
            """,
        ),
        Change(
            "settling",
            "from tallystick.reference.legs import is_perpetual, newest_leg, settle_leg",
            """
            from attrs import evolve
            from tallystick.reference.legs import is_perpetual, newest_leg, settle_leg, with_leg
            """,
        ),
    ),
)
