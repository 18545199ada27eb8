"""What no vector shows of a liquidation: cash in a halted market, rewards to their end."""

from tests.reference.broken_dumps import LIQUIDATED
from tests.reference.margin_desk import HOUR, LENDING
from tests.reference.test_liquidation_properties import world as world_desk
from tests.reference.venue import Venue

DUE = 50 + HOUR


def test_what_is_overdue_is_paid_from_cash_though_its_market_is_halted() -> None:
    desk = world_desk()
    desk.place(3, LENDING, "sell", 500, 2, returnable=False)
    desk.place(1, LENDING, "buy", 500, 2)
    desk.place(1, 1, "sell", 500, 2)
    desk.at(240 * HOUR + 1)
    desk.run("set_halted signer=0 market=2 halted=true")
    # 20 atoms for 241 hours at 5 % are less than an atom; account 1 keeps its order.
    desk.run("""
        liquidate signer=12 account=2 target=1 work=1
        => interest_paid loan=1 hours_paid=241 interest_atoms=1 fee_atoms=0
        => loan_repaid loan=1 lots=2
        => account_valued account=1
    """)
    assert len(desk.state.loans) == 0
    assert desk.book() == ([], ["1.2 500x2"])


def test_a_reward_is_reversed_until_it_is_due_and_claimed_after(world: Venue) -> None:
    world.run(LIQUIDATED)
    world.run(f"advance_time signer=0 now={DUE}")
    world.judge("claim_reward signer=77 escrow=1", "escrow_not_due")
    before = world.state
    world.run("""
        reverse_reward signer=0 escrow=1
        => reward_reversed escrow=1 account=3 target=1 atoms=13
        reverse_reward signer=0 escrow=1
        => rejected reason=unknown_escrow
    """)
    assert world.holds(1, 1) == (397, 0)
    world.state = before
    world.run(f"""
        advance_time signer=0 now={DUE + 1}
        reverse_reward signer=0 escrow=1
        => rejected reason=escrow_due
        claim_reward signer=77 escrow=1
        => reward_paid escrow=1 account=3 target=1 atoms=13
    """)
    # 1,000 less a fee of 3
    assert world.holds(3, 1) == (1_010, 0)
    assert world.dump().escrows == ()
    assert world.dump().last_escrow == 1
