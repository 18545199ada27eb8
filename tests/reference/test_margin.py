"""What is asked of a checked command, and of whom is below zero (MGN-030 to 034, 040, 052).

`short_of`: account 1 has 1,200 base atoms and is long 50 lots of perpetual futures from 100, with a
mark of 80. A lot is worth 80 * 0.144 less under initial stress and 80 * 0.084 less under that of
maintenance: it stands at 200 - 576 and 200 - 336. The band is 62,000 millionths: 76 to 84.
"""

from textwrap import dedent

import pytest

from tallystick.conformance.trace_text import parse_trace
from tallystick.reference import step
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.events import Event
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.outcome import Accepted
from tests.reference.margin_desk import HOUR, Desk, is_rejected, valued
from tests.reference.perp_desk import names

OWN = "signer=11 account=1"
SHORT_OF = (-376, -136)


def short_of(more_atoms: int = 200) -> Desk:
    """The venue with account 1 below zero."""
    desk = Desk(max_accounts=4)
    desk.run("open_account signer=11")
    desk.of(1, "withdraw", asset=2, atoms=500)
    desk.trade(1, 2, 50, 100)
    desk.mark(80, asset=2)
    if more_atoms:
        desk.of(1, "deposit", asset=1, atoms=more_atoms)
    assert desk.rbv(1) == (more_atoms - 576, more_atoms - 336)
    return desk


def test_a_checked_command_ends_with_the_values_and_others_do_not() -> None:
    desk = Desk(max_accounts=4)
    desk.run("open_account signer=11")
    checked = (
        ("place_order", "order_id=1 market=1 side=buy price=5 lots=4"),
        ("amend_order", "order_id=1 price=5 open_lots=6"),
        ("amend_order", "order_id=1 price=10 open_lots=4"),
        ("replace_order", "order_id=1 new_order_id=2 market=1 side=buy price=5 lots=4"),
        ("withdraw", "asset=1 atoms=1"),
        ("transfer", "to_account=4 asset=1 atoms=1"),
    )
    for name, fields in checked:
        assert valued(_events(desk, f"{name} {OWN} {fields}")) == desk.rbv(1)
    unchecked = (
        ("amend_order", "order_id=2 price=5 open_lots=4"),
        ("amend_order", "order_id=2 price=5 open_lots=2"),
        ("cancel_order", "order_id=2"),
        ("cancel_all", ""),
        ("deposit", "asset=1 atoms=1"),
    )
    for name, fields in unchecked:
        events = _events(desk, f"{name} {OWN} {fields}")
        assert not any(isinstance(event, AccountValued) for event in events)


def _events(desk: Desk, text: str) -> tuple[Event, ...]:
    outcome = desk.run(text)
    assert isinstance(outcome, Accepted)
    return outcome.events


def test_an_rbv_of_zero_is_enough() -> None:
    desk = Desk()
    # Short 50 lots and nothing else is charged 14.4 and 8.4 each where the price rises
    desk.of(1, "withdraw", asset=2, atoms=500)
    desk.trade(2, 1, 50, 100)
    assert desk.rbv(1) == (280, 580)
    desk.of(1, "withdraw", "rejected reason=insufficient_margin", asset=1, atoms=281)
    desk.of(1, "withdraw", asset=1, atoms=280)
    assert desk.rbv(1) == (0, 300)


def test_a_batch_is_judged_once_when_it_is_done() -> None:
    desk = Desk()
    # What would not stand alone is gone again, so that all of it stands.
    desk.order(1, "sell", 100, 500, "rejected reason=insufficient_margin")
    desk.run(f"""
        batch {OWN} commands=2
          place_order {OWN} order_id=1 market=3 side=sell price=100 lots=500
          cancel_order {OWN} order_id=1
        => order_accepted
        => order_rested
        => order_removed
        => account_valued initial_atoms=5220 maintenance_atoms=5545
    """)
    # Judged last, so with index 0, though it was the first command that went too far.
    desk.run(f"""
        batch {OWN} commands=2
          place_order {OWN} order_id=2 market=3 side=sell price=100 lots=500
          cancel_all {OWN} market=1
        => rejected reason=insufficient_margin index=0
    """)


def test_a_batch_without_a_checked_command_is_not_valued() -> None:
    desk = short_of()
    desk.order(2, "buy", 5, 2)
    events = _events(desk, f"batch {OWN} commands=1\n  true_up {OWN} counterparty=2 market=3")
    assert not any(isinstance(event, AccountValued) for event in events)
    # An amend inside is judged in the state that it finds.
    events = _events(
        desk,
        f"batch {OWN} commands=2\n"
        f"  place_order {OWN} order_id=7 market=3 side=sell price=80 lots=4\n"
        f"  amend_order {OWN} order_id=7 price=80 open_lots=2",
    )
    assert names(events)[-2:] == ["OrderAmended", "AccountValued"]


def test_only_the_giver_is_judged() -> None:
    desk = short_of()
    desk.run(
        "transfer signer=11 account=1 to_account=4 asset=1 atoms=1\n"
        "=> rejected reason=insufficient_margin"
    )
    desk.run("deposit signer=11 account=4 asset=1 atoms=10")
    desk.run(
        "transfer signer=11 account=4 to_account=1 asset=1 atoms=4\n"
        "=> transferred\n"
        "=> account_valued account=4 initial_atoms=6 maintenance_atoms=6"
    )
    assert desk.rbv(1) == (-372, -132)


def test_nothing_is_taken_from_an_account_below_zero() -> None:
    desk = short_of()
    desk.run("list_asset signer=0 lot_atoms=1 fee_cap_atoms=0")
    desk.of(1, "deposit", asset=3, atoms=5)
    # Not priced, so that neither RBV would fall
    desk.refused(1, "insufficient_margin", "withdraw", asset=3, atoms=1)
    desk.run(f"transfer {OWN} to_account=4 asset=3 atoms=1\n=> rejected reason=insufficient_margin")


def test_below_zero_one_may_reduce_near_the_mark() -> None:
    desk = short_of()
    desk.order(2, "buy", 80, 10)
    # 40 lots: 200 less 460.8 and 268.8
    assert valued(desk.order(1, "sell", 80, 10, order_type="ioc")) == (-261, -69)
    desk.order(2, "sell", 80, 2)
    desk.order(1, "buy", 80, 2, "rejected reason=insufficient_margin", order_type="ioc")
    # A bid far below adds nothing, and buys below the upper end of the band.
    assert valued(desk.order(1, "buy", 5, 2)) == (-261, -69)


def test_below_zero_no_trade_is_further_away_than_the_band() -> None:
    desk = short_of()
    # 40 lots and 50 paid: -310.8 and -118.8 are not lower, but 75 is below 76
    desk.order(2, "buy", 75, 10)
    for order_type in ("ioc", "limit"):
        fields = {"order_type": order_type}
        desk.order(1, "sell", 75, 10, "rejected reason=insufficient_margin", **fields)
    desk.of(2, "cancel_all")
    # To rest there is as bad: it would sell to whoever comes.
    desk.order(1, "sell", 75, 10, "rejected reason=insufficient_margin")
    assert valued(desk.order(1, "sell", 80, 10)) == SHORT_OF
    own = list(desk.state.accounts[desk.dump().accounts[0].account].orders)
    desk.of(
        1,
        "amend_order",
        "rejected reason=insufficient_margin",
        order_id=own[0],
        price=75,
        open_lots=10,
    )
    # Not checked, because it does not walk again
    desk.of(1, "amend_order", order_id=own[0], price=80, open_lots=8)


def test_what_rested_outside_the_band_before_is_no_business_of_this_command() -> None:
    desk = Desk()
    desk.of(1, "withdraw", asset=2, atoms=500)
    desk.trade(1, 2, 50, 100)
    desk.order(1, "sell", 150, 2)
    desk.mark(80, asset=2)
    assert valued(desk.order(1, "sell", 80, 10)) == (-576, -336)


@pytest.mark.parametrize(("price", "reason"), [(85, "insufficient_margin"), (80, None)])
def test_below_zero_spot_counts_with_the_band_too(price: int, reason: str | None) -> None:
    desk = short_of()
    desk.order(2, "buy", 80, 10)
    desk.place(2, 1, "sell", price, 2)
    text = f"""
        batch {OWN} commands=2
          place_order {OWN} order_id=20 market=3 side=sell price=80 lots=10 order_type=ioc
          place_order {OWN} order_id=21 market=1 side=buy price={price} lots=2 order_type=ioc
    """
    (command,) = _commands(dedent(text))
    outcome = desk.apply(command)
    if reason is not None:
        # Bought above the band, and still better by both RBV than before
        assert is_rejected(outcome, reason)
        return
    assert isinstance(outcome, Accepted)
    # 200 less 40 lots at 11.52 and 6.72; 2 of spot, of 160, fall by 156 and 91 permille
    assert valued(outcome.events) == (-286, -84)


def test_below_zero_nobody_holds_more_than_before() -> None:
    for lots, reason in ((102, "insufficient_margin"), (100, None)):
        desk = short_of(0)
        desk.order(2, "buy", 85, 102)
        # Short 52 after a gain of 510: -89 and +160 would be better than before, but larger
        expected = () if reason is None else (f"rejected reason={reason}",)
        desk.order(1, "sell", 85, lots, *expected, order_type="ioc")
    # Short 50: 500 less 576, and 500 less 336
    assert desk.rbv(1) == (-76, 164)


def test_below_zero_nobody_goes_to_a_lending_market() -> None:
    desk = Desk()
    desk.of(1, "withdraw", asset=2, atoms=500)
    desk.trade(1, 2, 50, 100)
    desk.place(1, 2, "buy", 500, 8)
    desk.mark(80, asset=2)
    own = f"{OWN} order_id=2"
    # Cheaper and smaller would be better for both RBV
    refused = "=> rejected reason=insufficient_margin"
    desk.run(f"""
        replace_order {own} new_order_id=3 market=2 side=buy price=5 lots=2
        {refused}
        amend_order {own} price=5 open_lots=2
        {refused}
        amend_order {own} price=500 open_lots=2
        => order_amended
        batch {OWN} commands=2
          cancel_order {own}
          place_order {OWN} order_id=3 market=2 side=buy price=5 lots=2
        {refused} index=0
        replace_order {own} new_order_id=3 market=3 side=sell price=80 lots=2
    """)


def test_a_command_that_lowers_either_rbv_is_refused_below_zero() -> None:
    desk = short_of()
    # 80 * 0.856 and 80 * 0.916: a bid of 70 costs the one but not the other.
    desk.order(1, "buy", 70, 2, "rejected reason=insufficient_margin")
    assert valued(desk.order(1, "buy", 65, 2)) == SHORT_OF


def test_nobody_owes_more_by_his_own_command_but_makers_may() -> None:
    desk = Desk(perp_maker_fee_rate=3_331, perp_taker_fee_rate=9_973)
    for account in (1, 2):
        desk.of(account, "withdraw", asset=1, atoms=1_000)
    desk.order(2, "sell", 100, 2)
    # The fee of the taker is capped at 3, that of the maker too, and neither has a base atom
    desk.order(1, "buy", 100, 2, "rejected reason=debt_left", order_type="ioc")
    desk.of(1, "deposit", asset=1, atoms=3)
    desk.order(1, "buy", 100, 2, order_type="ioc")
    assert [(debtor, atoms) for debtor, _, _, atoms in desk.debts()] == [(2, 3)]
    # Who owes already may go on as long as he does not owe more.
    desk.order(2, "buy", 5, 2)
    desk.of(2, "deposit", asset=1, atoms=1)
    assert [(debtor, atoms) for debtor, _, _, atoms in desk.debts()] == [(2, 2)]
    desk.order(3, "sell", 105, 8)
    desk.order(2, "buy", 105, 8, "rejected reason=debt_left", order_type="ioc")


def test_who_gets_sounder_may_be_left_owing() -> None:
    desk = Desk()
    desk.of(1, "withdraw", asset=2, atoms=410)
    desk.of(1, "deposit", asset=1, atoms=1_513)
    desk.trade(1, 2, 150, 100)
    desk.mark(75, asset=2)
    # 2,513 less 3,750, 9 lots at 63.3 and 68.175, 150 at 10.8 and 6.3 to be charged: below zero
    assert desk.rbv(1) == (-2_288, -1_569)
    desk.order(2, "buy", 75, 10)
    # The leg is settled whole: 3,750, of which 1,237 stay owed, and 10 lots are charged no more.
    events = desk.order(1, "sell", 75, 10, order_type="ioc")
    assert valued(events) == (-2_180, -1_506)
    assert (desk.cash(1), desk.owed(1)) == (0, 1_237)


def test_what_is_paid_last_is_part_of_the_state_that_is_judged() -> None:
    desk = short_of()
    desk.run("deposit signer=12 account=2 asset=1 atoms=5")
    desk.owe(1, 2, 96 * HOUR, 700)
    events = desk.order(1, "sell", 80, 2)
    assert names(events)[-2:] == ["DebtPaid", "AccountValued"]
    assert (desk.cash(1), desk.owed(1)) == (500, 0)
    assert valued(events) == (-1_076, -836)


def test_a_loan_of_an_unsound_borrower_is_not_handed_over() -> None:
    desk = Desk()
    desk.place(3, 2, "sell", 500, 2)
    desk.place(1, 2, "buy", 500, 2)
    desk.place(1, 2, "sell", 500, 2)
    desk.place(2, 2, "buy", 500, 2)
    desk.trade(2, 3, 20, 100)
    # Long 20 lots from 100 with 50 of spot: RBV maintenance falls below zero with the mark
    desk.of(2, "withdraw", asset=2, atoms=480)
    desk.mark(50, asset=2)
    assert desk.rbv(2)[0] < 0 <= desk.rbv(2)[1]
    _, outcome = step(desk.state, *_commands(f"swap_loan {OWN} loan=2"))
    assert isinstance(outcome, Accepted)
    desk.mark(48, asset=2)
    assert desk.rbv(2)[1] < 0
    desk.run(f"swap_loan {OWN} loan=2\n=> rejected reason=borrower_unsound")
    desk.run(f"""
        batch {OWN} commands=2
          cancel_all {OWN}
          swap_loan {OWN} loan=2
        => rejected reason=borrower_unsound index=2
    """)


def _commands(text: str) -> list[Command]:
    return [each.command for each in parse_trace(text, Profile.MARGIN_1).steps]


def test_by_an_old_mark_nobody_gets_worse_but_better() -> None:
    desk = Desk()
    desk.place(2, 1, "buy", 90, 2)
    desk.at(10 * HOUR + 1)
    desk.place(2, 1, "sell", 95, 2)
    desk.place(1, 1, "buy", 95, 2, "rejected reason=valuation_stale")
    # 84.4 and 90.9 are lost and 90 gained: better by RBV initial, worse by maintenance
    desk.place(1, 1, "sell", 90, 2, "rejected reason=valuation_stale", order_type="ioc")
    desk.mark(100, asset=2)
    desk.of(2, "cancel_all")
    desk.place(2, 1, "buy", 95, 2)
    desk.at(20 * HOUR + 2)
    assert valued(desk.place(1, 1, "sell", 95, 2, order_type="ioc")) == (5_241, 5_553)
    desk.refused(1, "valuation_stale", "withdraw", asset=1, atoms=1)
    desk.mark(100, asset=2)
    desk.of(1, "withdraw", asset=1, atoms=1)


@pytest.mark.parametrize("what", ["balance", "order", "leg", "loan", "nothing", "no_risk"])
def test_only_old_marks_of_what_the_account_has_matter(what: str) -> None:
    desk = Desk(max_markets=6)
    desk.run("list_asset signer=0 lot_atoms=1 fee_cap_atoms=0")
    for kind in ("spot", "lend", "perp"):
        desk.run(f"list_market signer=0 asset=3 kind={kind} tick=1 minimum_lots=1")
    desk.mark(5)
    if what != "no_risk":
        values = "risk_permille=0 slippage_permille=0 perp_slippage_permille=0"
        desk.run(f"set_risk signer=0 asset=3 {values}")
    desk.of(2, "deposit", asset=3, atoms=50)
    match what:
        case "balance" | "no_risk":
            desk.of(1, "deposit", asset=3, atoms=1)
        case "order":
            desk.place(1, 4, "buy", 1, 1)
        case "leg":
            desk.trade(1, 2, 1, 5, market=6)
        case "loan":
            desk.place(2, 5, "sell", 1, 1)
            desk.place(1, 5, "buy", 1, 1)
    desk.at(10 * HOUR + 1)
    desk.mark(100, asset=2)
    if what in ("nothing", "no_risk"):
        desk.of(1, "withdraw", asset=1, atoms=1)
    else:
        desk.refused(1, "valuation_stale", "withdraw", asset=1, atoms=1)


def test_values_are_stated_within_their_bound() -> None:
    desk = Desk()
    desk.run("list_asset signer=0 lot_atoms=1 fee_cap_atoms=0")
    desk.mark(2**52 // 10_000)
    desk.run(
        "set_risk signer=0 asset=3 risk_permille=0 slippage_permille=0 perp_slippage_permille=0"
    )
    desk.of(1, "deposit", asset=3, atoms=2**56)
    assert valued(desk.order(1, "buy", 5, 2)) == (2**62, 2**62)
    assert desk.rbv(1)[0] == 5_220 + 2**56 * (2**52 // 10_000)
    other = Desk(max_debts_per_account=30)
    for hour in range(8):
        other.owe(1, 2, (96 + hour) * HOUR, 2**60)
    assert valued(other.order(1, "buy", 5, 2)) == (-(2**62), -(2**62))
    assert other.rbv(1)[0] == 5_220 - 2**63
