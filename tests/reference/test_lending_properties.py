"""What holds of loans whatever happens (INV-001 to INV-004, INV-013, INV-014, and section 7)."""

from collections import Counter

from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from tallystick.reference.state import Loan, State
from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import AccountId, LoanId, OrderId
from tests.reference.loan_desk import HOUR, LOT, OWNERS, Desk
from tests.reference.loan_ledger import LoanLedger
from tests.reference.moves import Move, moves_of

TIGHT = {
    "lend_fee_rate": 13_331,
    "keeper_fee_permille": 1,
    "rate_cap_bps": 700,
    "max_claims": 2,
    "max_loans": 6,
    "max_loans_per_account": 4,
    "max_touches": 3,
    "max_orders": 7,
    "max_orders_per_account": 4,
}


KINDS = (
    *("offer", "offer", "offer", "offer", "ask", "ask", "ask", "ask"),
    *("pay_interest", "pay_interest", "pay_claims", "pay_claims", "terms", "swap", "swap", "swap"),
    *("renew", "renew", "roll", "roll", "hours", "hours", "until_due", "until_due"),
    *("halt", "cancel", "withdraw", "deposit", "reprice", "batch"),
)
MOVES = moves_of(KINDS)
RATES = (300, 500, 500, 600, 700, 1_000)


def command_of(desk: Desk, move: Move) -> str:
    """The command of a move; a batch in several lines."""
    first, second, third, fourth = move.numbers
    state, account = desk.state, move.account
    signer = f"signer={OWNERS[account]} account={account}"
    match move.kind:
        case "offer" | "ask":
            side = "sell" if move.kind == "offer" else "buy"
            order_id = state.accounts[AccountId(account)].last_order_id + 1
            kind = ("limit", "limit", "limit", "ioc", "fok", "post_only")[second % 6]
            rate, lots = RATES[third % len(RATES)], 2 * (1 + fourth % 6)
            flags = f"extensible={_flag(first // 7)}" if side == "sell" and first % 7 < 3 else ""
            order = f"order_id={order_id} market={2 + first % 2} side={side} price={rate}"
            return f"place_order {signer} {order} lots={lots} order_type={kind} {flags}"
        case "hours":
            return f"advance_time signer=0 now={state.now + first % 60 * HOUR + second % 3}"
        case "until_due":
            loan = state.loans.get(LoanId(_loan(desk, first)))
            due = state.now if loan is None else loan.due - second % 8 * HOUR + third % 3
            return f"advance_time signer=0 now={max(state.now, due)}"
        case "halt":
            return f"set_halted signer=0 market={2 + first % 2} halted={_flag(1 + second % 4 // 3)}"
        case "cancel":
            return f"cancel_all {signer}"
        case "reprice":
            orders = list(state.accounts[AccountId(account)].orders) or [OrderId(1)]
            order_id = orders[first % len(orders)]
            rate, lots = RATES[second % len(RATES)], 2 * (1 + third % 6)
            return f"amend_order {signer} order_id={order_id} price={rate} open_lots={lots}"
        case "withdraw" | "deposit":
            asset = 2 + first % 2
            atoms = 1 + second % (200 if asset == 2 else 5 * LOT)
            return f"{move.kind} {signer} asset={asset} atoms={atoms}"
        case _:
            return loan_command_of(desk, move)


def loan_command_of(desk: Desk, move: Move) -> str:
    """A command about a loan, mostly by the party whose it is."""
    first, second, third, fourth = move.numbers
    loan = _loan(desk, first)
    kind = move.kind
    account = _party(desk, loan, "swap" if kind == "terms" and second % 2 else kind, move.account)
    signer = f"signer={OWNERS[account]} account={account}"
    match kind:
        case "pay_interest":
            lots, extend = (0, 0, 2, 4, 6)[second % 5], _flag(1 + third % 3 // 2)
            return f"pay_interest {signer} loan={loan} reduce_lots={lots} extend={extend}"
        case "pay_claims":
            return f"pay_claims {signer} loan={loan} atoms={1 + second % 4}"
        case "terms":
            term = ("auto_renew", "returnable", "auto_renew", "extensible")[second % 4]
            return f"set_loan_terms {signer} loan={loan} {term}={_flag(third)}"
        case "swap":
            own = f"own_loan={_loan(desk, second)}" if third % 5 == 0 else ""
            return f"swap_loan {signer} loan={loan} {own}"
        case "renew":
            return f"renew_loan signer={OWNERS[move.account]} account={move.account} loan={loan}"
        case "roll":
            return f"roll_loan signer={fourth % 30} loan={loan}"
        case _:
            return (
                f"batch {signer} commands=2\n"
                f"  pay_interest {signer} loan={loan} reduce_lots={2 * (second % 3)} extend=false\n"
                f"  swap_loan {signer} loan={_loan(desk, third)}"
            )


def _loan(desk: Desk, number: int) -> int:
    """One of the loans there are, seldom another."""
    loans = [*desk.state.loans] * 6 + [desk.state.last_loan + 1]
    return loans[number % len(loans)]


def _party(desk: Desk, loan: int, kind: str, stranger: int) -> int:
    """Whose command it is: the lender swaps, the borrower pays."""
    found = desk.state.loans.get(LoanId(loan))
    if found is None:
        return stranger
    return found.lender if kind == "swap" else found.borrower


def _flag(number: int) -> str:
    return "true" if number % 2 == 0 else "false"


def check_loan(state: State, loan: Loan) -> None:
    """INV-013 of one loan."""
    (market,) = (
        one
        for one in state.markets.values()
        if (one.asset, one.kind) == (loan.asset, MarketKind.LEND)
    )
    assert loan.principal_lots >= market.minimum_lots
    assert loan.principal_lots % market.minimum_lots == 0
    assert loan.rate % market.tick == 0
    assert loan.return_rate % market.tick == 0
    assert loan.lender != loan.borrower
    assert 0 <= loan.interest_credit < 87_600_000
    assert 0 <= loan.fee_credit < 100_000
    assert 0 <= loan.fee_left_atoms <= state.assets[loan.asset].fee_cap_atoms
    assert loan.start <= state.now
    assert loan.loan <= state.last_loan
    assert len(loan.claims) <= TIGHT["max_claims"]
    assert all(claim.interest_atoms + claim.fee_atoms > 0 for claim in loan.claims)
    assert all(claim.account != loan.borrower for claim in loan.claims)


def check_state(state: State) -> None:
    """What chapter 10 says of a state with loans."""
    parties: Counter[int] = Counter()
    for loan in state.loans.values():
        check_loan(state, loan)
        parties.update((loan.lender, loan.borrower))
    assert len(state.loans) <= TIGHT["max_loans"]
    assert all(count <= TIGHT["max_loans_per_account"] for count in parties.values())
    assert list(state.loans) == sorted(state.loans)
    for asset in state.assets.values():
        held = sum(one.balances.get(asset.asset, 0) for one in state.accounts.values())
        assert held + asset.treasury_atoms == asset.supply_atoms
    for market in state.markets.values():
        if market.bids and market.asks:
            assert -market.bids[0].price_key < market.asks[0].price_key


def lending_desk() -> Desk:
    """A desk with loans that form chains in two assets, and a swap of each possible."""
    desk = Desk(lots=8, fee_cap_atoms=40, **TIGHT)
    desk.lend(1, 2, 4, 500, market=2)
    desk.lend(3, 1, 2, 300, market=2)
    desk.lend(1, 2, 4, 500)
    desk.lend(3, 1, 4, 700)
    desk.lend(2, 3, 2, 600)
    return desk


@given(MOVES)
def test_loans_stay_sound_and_every_atom_paid_is_received(moves: list[Move]) -> None:
    """INV-001, INV-004, INV-013, INV-014."""
    desk = lending_desk()
    ledger = LoanLedger.of(desk.state)
    for move in moves:
        outcome = desk.apply_text(command_of(desk, move))
        if isinstance(outcome, Accepted):
            for event in outcome.events:
                ledger.fold(event)
        ledger.check(desk.state)
        check_state(desk.state)


@frozen
class Story:
    """Two loans, payments of the borrower and the hour of a swap, all in hours."""

    rates: tuple[int, int, int]
    lots: tuple[int, int, int]
    payments: tuple[int, ...]
    swap_hour: int
    milliseconds: int


STORIES = st.builds(
    Story,
    rates=st.tuples(*[st.integers(1, 1_999).map(lambda fives: 5 * fives)] * 3),
    lots=st.tuples(*[st.integers(1, 8).map(lambda pairs: 2 * pairs)] * 3),
    payments=st.lists(st.integers(0, 239), max_size=4).map(lambda hours: tuple(sorted(hours))),
    swap_hour=st.integers(0, 239),
    milliseconds=st.integers(0, HOUR - 1),
)


def ending_of(story: Story, *, swaps: bool) -> tuple[int, int]:
    """Atoms of the borrower and of the new lender when all is paid at the due time.

    Lots have 10 atoms here, so that nearly all of the interest is rounding.
    """
    desk = Desk(lend_fee_rate=13_331)
    desk.lend(1, 2, story.lots[0], story.rates[0], market=2)
    desk.lend(3, 1, story.lots[1], story.rates[1], market=2)
    desk.lend(3, 1, story.lots[2], story.rates[2], market=2)
    at = {*story.payments, story.swap_hour, 240}
    for hour in sorted(at):
        late = story.milliseconds if hour == story.swap_hour else 0
        desk.at(hour, late)
        if hour == story.swap_hour and swaps:
            desk.apply_text("swap_loan signer=11 account=1 loan=1")
        elif hour in story.payments or hour == 240:
            for loan in list(desk.state.loans.values()):
                if loan.borrower == 2 or hour == 240:
                    paid = {"loan": loan.loan, "reduce_lots": 0, "extend": False}
                    desk.of(loan.borrower, "pay_interest", **paid)
    assert not desk.state.loans
    return desk.holds(2, 2)[0], desk.holds(3, 2)[0]


@given(STORIES)
def test_by_a_swap_the_borrower_never_pays_more_and_the_new_lender_never_gets_less(
    story: Story,
) -> None:
    """LND-046, LND-047."""
    plain = ending_of(story, swaps=False)
    swapped = ending_of(story, swaps=True)
    assert swapped[0] >= plain[0]
    assert swapped[1] >= plain[1]
