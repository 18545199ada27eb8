"""Who is open, and whom an account faces (LIQ-045)."""

from tallystick.reference import exposure, open_accounts
from tallystick.reference.types.units import AccountId
from tallystick.reference.views import CounterpartyView
from tests.reference.margin_desk import HOUR, LENDING, PERP
from tests.reference.test_liquidation_properties import world
from tests.reference.venue import Venue


def seen(venue: Venue, account: int) -> list[tuple[int, int, int]]:
    """The counterparties of an account with what each owes."""
    views: tuple[CounterpartyView, ...] = exposure(venue.state, AccountId(account))
    return [(view.counterparty, view.atoms, view.worst_atoms) for view in views]


def test_an_account_sees_what_each_owes_at_the_mark_and_at_the_worst_piece() -> None:
    desk = world()
    desk.place(3, LENDING, "sell", 500, 2)
    desk.place(1, LENDING, "buy", 500, 2)
    desk.trade(1, 2, 60, 100, market=PERP)
    desk.run("set_mark signer=0 asset=2 mark=90")
    # 60 * (90 - 100); a price that falls by 7 % less 1.4 % for the trade takes 453.6 more.
    # 20 atoms and some interest are 180.008; at a price that is 9.1 % higher 196.39.
    assert seen(desk, 1) == [(2, -600, -1_054), (3, -181, -197)]
    # Both see the same contract; 600 - 453.6 and 180.008 * 0.909 are what is safe.
    assert seen(desk, 2) == [(1, 600, 146)]
    assert seen(desk, 3) == [(1, 180, 163)]
    assert seen(desk, 4) == []
    assert seen(desk, 99) == []


def test_what_a_batch_would_leave_is_seen_in_the_state_after_it() -> None:
    desk = world()
    desk.trade(1, 2, 60, 100, market=PERP)
    desk.run("set_mark signer=0 asset=2 mark=90")
    desk.run("""
        batch signer=11 account=1 commands=1
          true_up signer=11 account=1 counterparty=2 market=3
    """)
    assert seen(desk, 1) == [(2, 0, -454)]


def test_who_is_overdue_is_open() -> None:
    desk = world(mark_valid_ms=250 * HOUR)
    desk.place(3, LENDING, "sell", 500, 2, returnable=False)
    desk.place(1, LENDING, "buy", 500, 2)
    desk.owe(1, 0, 24 * HOUR, 7)
    desk.owe(1, 3, 24 * HOUR, 9)
    desk.at(24 * HOUR)
    assert open_accounts(desk.state) == ()
    desk.at(24 * HOUR + 1)
    # 7, 9 and 9 with 200.02 of the loan, of which 25 hours are owed
    assert open_accounts(desk.state) == (1,)
    assert seen(desk, 1) == [(0, -7, -7), (3, -210, -228)]
    desk.of(1, "repay_debts")
    assert open_accounts(desk.state) == ()
    desk.at(240 * HOUR + 1)
    assert open_accounts(desk.state) == (1,)
