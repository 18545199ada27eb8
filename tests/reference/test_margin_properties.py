"""Of every account whatever happens: RBV as chapter 08 has it, and what is asked of commands."""

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tallystick.conformance.trace_text import parse_trace
from tallystick.reference import certificate, risk_based_value
from tallystick.reference.types.certificate import AssetCertificate
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Batch
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.outcome import Accepted, Rejected
from tallystick.reference.types.units import AccountId, LoanId
from tests.reference.margin_desk import HOUR, Desk
from tests.reference.margin_oracle import Oracle
from tests.reference.moves import Move, moves_of

OWNED = {1: 11, 2: 12, 3: 13}
TIGHT = {
    "spot_maker_fee_rate": 7_777,
    "spot_taker_fee_rate": 13_331,
    "perp_maker_fee_rate": 3_331,
    "perp_taker_fee_rate": 9_973,
    "lend_fee_rate": 13_331,
    "max_touches": 5,
}
KINDS = (
    *("order",) * 12,
    *("amend", "amend", "cancel", "cancel", "batch", "batch"),
    *("pay", "swap", "swap", "true_up", "withdraw", "transfer", "deposit"),
    *("mark", "mark", "risk", "hours", "hours"),
)


MOVES = moves_of(KINDS)


def command_of(desk: Desk, move: Move) -> str:
    """The command of a move; a batch in several lines."""
    first, second, third, fourth = move.numbers
    account = move.account
    signer = f"signer={OWNED[account]} account={account}"
    match move.kind:
        case "order":
            return f"place_order {signer} {_order(desk, move)}"
        case "amend":
            own_orders = [*desk.state.accounts[AccountId(account)].orders, 1]
            order_id = own_orders[first % len(own_orders)]
            price, lots = 5 * (18 + second % 6), 2 * (1 + third % 6)
            return f"amend_order {signer} order_id={order_id} price={price} open_lots={lots}"
        case "cancel":
            return f"cancel_all {signer} market={1 + first % 3}"
        case "batch":
            orders = desk.state.accounts[AccountId(account)].orders
            return (
                f"batch {signer} commands=2\n"
                f"  cancel_all {signer}{f' market={1 + fourth % 3}' if orders else ''}\n"
                f"  place_order {signer} {_order(desk, move)}"
            )
        case "pay" | "swap":
            loan = _loan(desk, first)
            party = desk.state.loans.get(LoanId(loan))
            if party is not None and second % 8:
                account = party.borrower if move.kind == "pay" else party.lender
            signer = f"signer={OWNED[account]} account={account}"
            if move.kind == "swap":
                return f"swap_loan {signer} loan={loan}"
            return f"pay_interest {signer} loan={loan} reduce_lots={2 * (third % 4)} extend=false"
        case "true_up":
            other = account % 3 + 1
            return f"true_up {signer} counterparty={other} market=3"
        case "withdraw" | "deposit":
            atoms = 1 + second % (500 if third % 3 else 5_000)
            return f"{move.kind} {signer} asset={1 + first % 2} atoms={atoms}"
        case "transfer":
            return f"transfer {signer} to_account=4 asset={1 + first % 2} atoms={1 + second % 600}"
        case "mark":
            return f"set_mark signer=0 asset=2 mark={85 + first % 31}"
        case "risk":
            values = f"risk_permille={first % 400} slippage_permille={second % 200}"
            perp = f"perp_slippage_permille={third % 100}"
            at = desk.state.now + HOUR + fourth * 10_000
            return f"set_risk signer=0 asset=2 {values} {perp} effective_at={at}"
        case _:
            hours = (1, 1, 5, 11, 30)[first % 5]
            return f"advance_time signer=0 now={desk.state.now + hours * HOUR + second % 3}"


def _order(desk: Desk, move: Move) -> str:
    first, second, third, fourth = move.numbers
    order_id = desk.state.accounts[AccountId(move.account)].last_order_id + 1
    market, side = 1 + first % 3, ("buy", "sell")[second % 2]
    kind = ("limit", "limit", "limit", "ioc", "fok", "post_only")[third // 10 % 6]
    price = 5 * (18 + third % 6)
    lots = 2 * (1 + fourth % 8)
    if fourth % 5 == 0:
        lots *= 9
    order = f"order_id={order_id} market={market} side={side} price={price} lots={lots}"
    return f"{order} order_type={kind}"


def _loan(desk: Desk, number: int) -> int:
    loans = [*desk.state.loans, LoanId(1)]
    return loans[number % len(loans)]


def _adds_up(part: AssetCertificate, scale: int, haircut: int) -> None:
    """A part is what its own numbers say, without an engine (MGN-060)."""
    value = part.initial
    unit = part.lot_atoms * 10**6 * 8_760_000_000_000
    numerators = [piece.numerator for piece in value.pieces]
    assert value.least == numerators.index(min(numerators))
    assert value.floor_atoms == min(numerators) // unit
    x = Fraction(part.balance_atoms - part.borrowed_atoms + part.receivable_atoms - part.owed_atoms)
    x += Fraction(part.lent_atoms * (1_000 - haircut), 1_000)
    for each in part.provisions:
        x -= Fraction(each.interest_numerator, 87_600_000)
        x -= Fraction(each.fee_numerator, 8_760_000_000_000) + each.claims_atoms
    assert x == Fraction(part.holding_numerator, 8_760_000_000_000)
    assert part.mark is not None
    if part.orders:
        return
    for piece in value.pieces:
        c = 10**6 + piece.price_sign * part.risk_permille * scale
        v = c - piece.spot_sign * part.slippage_permille * scale
        w = c - piece.perp_sign * part.perp_slippage_permille * scale
        spot = x * part.mark * v / (part.lot_atoms * 10**6)
        perp = Fraction(part.position_lots * part.mark * (w - 10**6), 10**6)
        assert spot + part.result_atoms + perp == Fraction(piece.numerator, unit)


def _is_as_the_spec_has_it(desk: Desk) -> None:
    dump = desk.dump()
    for account in desk.state.accounts:
        values = risk_based_value(desk.state, account)
        assert values == Oracle(dump, account).rbv()
        assert values[0] <= values[1]
        shown = certificate(desk.state, account)
        assert (shown.initial_atoms, shown.maintenance_atoms) == values
        for part in shown.assets:
            _adds_up(part, shown.initial_scale_permille, shown.lent_haircut_permille)
        coming = certificate(desk.state, account, announced=True)
        oracle = Oracle(dump, account, announced=True)
        assert (coming.initial_atoms, coming.maintenance_atoms) == oracle.rbv()


SEEN: Counter[str] = Counter()


@given(moves=MOVES, fees=st.booleans(), is_short=st.booleans())
def test_every_account_is_worth_what_the_formulas_say(
    moves: list[Move], fees: bool, is_short: bool
) -> None:
    desk = Desk(mark_valid_ms=10 * HOUR, **(TIGHT if fees else {}))
    desk.run("open_account signer=11")
    if is_short:
        desk.run("withdraw signer=11 account=1 asset=1 atoms=900")
    for move in moves:
        before = desk.state
        (parsed,) = parse_trace(command_of(desk, move), Profile.MARGIN_1).steps
        outcome = desk.apply(parsed.command)
        SEEN[move.kind if isinstance(outcome, Accepted) else outcome.reason] += 1
        if isinstance(outcome, Rejected):
            continue
        _is_as_the_spec_has_it(desk)
        if isinstance(parsed.command, Batch) or move.kind in ("order", "withdraw", "transfer"):
            assert isinstance(outcome.events[-1], AccountValued)
        if outcome.events and isinstance(outcome.events[-1], AccountValued):
            last = outcome.events[-1]
            values = risk_based_value(desk.state, last.account)
            assert (last.initial_atoms, last.maintenance_atoms) == values
            former = risk_based_value(before, last.account)
            is_not_lower = all(now >= then for now, then in zip(values, former, strict=True))
            assert values[0] >= 0 or is_not_lower
