"""Of every account that is wound up: what is kept, who is touched, who gets what (chapter 09)."""

from collections import Counter
from fractions import Fraction
from math import floor

from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from tallystick.conformance.trace_text import parse_trace
from tallystick.reference import dump as dump_of
from tallystick.reference import open_accounts, restore, risk_based_value, step
from tallystick.reference.bankruptcy import is_bankrupt
from tallystick.reference.ledger import balance_of, change_balance, change_treasury
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import Event, OrderRemoved, OrdersDecremented, Traded
from tallystick.reference.types.liquidation_commands import (
    DeclareBankruptcy,
    Liquidate,
    SwapForTarget,
)
from tallystick.reference.types.liquidation_events import (
    BankruptcyDeclared,
    LossRecorded,
    RewardHeld,
)
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.outcome import Accepted, Rejected
from tallystick.reference.types.units import AccountId, AssetId, Permille, PrincipalId
from tests.reference.liquidation_oracle import (
    close_out,
    contracts,
    counterparties,
    equity,
    exchange_is_fair,
    is_open,
)
from tests.reference.margin_desk import HOUR, Desk

ACCOUNTS = 6
NUMBER = st.integers(0, 999)
FEES = {
    "spot_maker_fee_rate": 7_777,
    "perp_maker_fee_rate": 3_331,
    "perp_taker_fee_rate": 9_973,
    "lend_fee_rate": 13_331,
}
KINDS = (
    *("trade",) * 8,
    *("order",) * 10,
    *("cancel", "pay", "swap", "true_up", "deposit", "owe"),
    *("mark", "mark", "hours", "hours"),
    *("lose",) * 6,
    *("liquidate",) * 8,
    *("declare",) * 4,
    *("swap_for", "swap_for", "claim", "reverse"),
)


@frozen
class Move:
    """Numbers that become a command in whatever state there is."""

    kind: str
    account: int
    numbers: tuple[int, ...]


MOVES = st.lists(
    st.builds(
        Move,
        kind=st.sampled_from(KINDS),
        account=st.integers(1, ACCOUNTS),
        numbers=st.tuples(NUMBER, NUMBER, NUMBER, NUMBER),
    ),
    min_size=20,
    max_size=60,
)


class WorldDesk(Desk):
    """The same in a venue where accounts are wound up."""

    PROFILE = Profile.WORLD_1


def world(**overrides: int) -> Desk:
    """Six accounts, asset 2 with its markets, asset 3 without any, and a book that lends base."""
    more = {"max_markets": 4, "max_escrows": 2, "max_touches": 40, "mark_valid_ms": 9_999 * HOUR}
    desk = WorldDesk(**(more | overrides))
    for account in range(4, ACCOUNTS + 1):
        desk.run(f"open_account signer={10 + account}")
        desk.of(account, "deposit", asset=1, atoms=1_000)
        desk.of(account, "deposit", asset=2, atoms=500)
    desk.run("""
        list_market signer=0 asset=1 kind=lend tick=5 minimum_lots=2
        list_asset signer=0 lot_atoms=3 fee_cap_atoms=0
        set_mark signer=0 asset=3 mark=10
        set_risk signer=0 asset=3 risk_permille=200 slippage_permille=100 perp_slippage_permille=0
    """)
    for account in range(1, ACCOUNTS + 1):
        desk.of(account, "deposit", asset=3, atoms=200)
        if account < 4:
            desk.of(account, "withdraw", asset=2, atoms=400)
    desk.accounts = range(1, ACCOUNTS + 1)
    return desk


def command_of(desk: Desk, move: Move) -> str:
    """The command of a move."""
    first, second, third, fourth = move.numbers
    account = move.account
    signer = f"signer={10 + account} account={account}"
    ajar = open_accounts(desk.state)
    target = ajar[first % len(ajar)] if ajar and second % 10 else AccountId(1 + first % ACCOUNTS)
    if move.kind in ("liquidate", "swap_for") and account == target and third % 20:
        account = account % ACCOUNTS + 1
        signer = f"signer={10 + account} account={account}"
    escrow = 1 + first % max(1, desk.state.last_escrow)
    match move.kind:
        case "order":
            return f"place_order {signer} {_order(desk, move)}"
        case "cancel":
            return f"cancel_all {signer}"
        case "pay" | "swap":
            loans = [*desk.state.loans.values()]
            if not loans:
                return f"cancel_all {signer}"
            loan = loans[first % len(loans)]
            party = loan.borrower if move.kind == "pay" else loan.lender
            signer = f"signer={10 + party} account={party} loan={loan.loan}"
            if move.kind == "swap":
                return f"swap_loan {signer}"
            return f"pay_interest {signer} reduce_lots={2 * (third % 3)} extend=false"
        case "true_up":
            return f"true_up {signer} counterparty={account % ACCOUNTS + 1} market=3"
        case "deposit":
            return f"deposit {signer} asset={1 + first % 2} atoms={1 + second}"
        case "mark":
            return f"set_mark signer=0 asset=2 mark={80 + first % 41}"
        case "hours":
            hours = (1, 5, 11, 30, 241)[first % 5]
            return f"advance_time signer=0 now={desk.state.now + hours * HOUR + second % 3}"
        case "liquidate":
            work = 1 + fourth % 40 if third % 3 == 0 else 40
            return f"liquidate {signer} target={target} work={work}"
        case "declare":
            most = 1_000 if third % 4 else third
            return f"declare_bankruptcy signer=0 target={target} max_loss_permille={most}"
        case "swap_for":
            give, take = ((1, 3), (2, 3), (1, 3), (3, 1), (1, 2))[third % 5]
            held = balance_of(desk.state, target, AssetId(take))
            atoms = 1 + fourth % max(1, held)
            worth = {1: 30, 2: 300, 3: 100}
            given = atoms * worth[take] * (85 + second % 21) // (100 * worth[give])
            return (
                f"swap_for_target {signer} target={target} give_asset={give} "
                f"give_atoms={max(1, given)} take_asset={take} take_atoms={atoms}"
            )
        case "claim":
            return f"claim_reward {signer.split()[0]} escrow={escrow}"
        case _:
            return f"reverse_reward signer=0 escrow={escrow}"


def _order(desk: Desk, move: Move) -> str:
    first, second, third, fourth = move.numbers
    order_id = desk.state.accounts[AccountId(move.account)].last_order_id + 1
    market, side = 1 + first % 4, ("buy", "sell")[second % 2]
    price = 5 * (17 + third % 7)
    lots = 2 * (1 + fourth % 9) * (4 if fourth % 7 == 0 else 1)
    flags = f" returnable={['true', 'false'][third % 2]}" if side == "sell" and market != 3 else ""
    if market == 1:
        flags = ""
    return f"order_id={order_id} market={market} side={side} price={price} lots={lots}{flags}"


def _trade(desk: Desk, move: Move) -> None:
    """Two accounts come to face each other, or one lends to the other, if they may."""
    first, second, third, fourth = move.numbers
    other = (move.account + first % (ACCOUNTS - 1)) % ACCOUNTS + 1
    market, price = (3, 3, 2, 4)[second % 4], 5 * (18 + third % 5)
    lots = 2 * (1 + fourth % 30)
    for account, side in ((other, "sell"), (move.account, "buy")):
        order_id = desk.state.accounts[AccountId(account)].last_order_id + 1
        desk.apply_text(
            f"place_order signer={10 + account} account={account} order_id={order_id} "
            f"market={market} side={side} price={price} lots={lots}"
        )


def _lose(desk: Desk, move: Move) -> None:
    """An account of the first three has paid fees: a share of what it has, or just too much."""
    account, first, second = AccountId(1 + move.account % 3), *move.numbers[:2]
    if first % 2:
        for asset in (AssetId(1), AssetId(2), AssetId(3)):
            share = (3, 3, 2, 1, 0)[move.numbers[asset] % 5]
            _pay(desk, account, asset, balance_of(desk.state, account, asset) * share // 3)
        return
    _pay(desk, account, AssetId(3), balance_of(desk.state, account, AssetId(3)))
    _, worth = risk_based_value(desk.state, account)
    cash = balance_of(desk.state, account, AssetId(1))
    if worth >= 0:
        _pay(desk, account, AssetId(1), min(cash, worth + 1 + second % 40))


def _pay(desk: Desk, account: AccountId, asset: AssetId, atoms: int) -> None:
    """Atoms of an account go to the treasury."""
    state = change_balance(desk.state, account, asset, -atoms)
    desk.state = change_treasury(state, asset, atoms)


def _owe(desk: Desk, move: Move) -> None:
    """An account has come to owe another, or the treasury, without a debt the other way."""
    debtor, creditor = move.account, move.numbers[0] % (ACCOUNTS + 1)
    if debtor == creditor or any(row[:2] == (creditor, debtor) for row in desk.debts()):
        return
    due = (desk.state.now // HOUR + 24) * HOUR
    desk.owe(debtor, creditor, due, 1 + move.numbers[1])


BACKGROUND = {"trade": _trade, "lose": _lose, "owe": _owe}
"""What happens beside, or would have happened in a longer story."""
SEEN: Counter[str] = Counter()


@given(moves=MOVES, fees=st.booleans())
def test_whoever_is_wound_up(moves: list[Move], fees: bool) -> None:
    desk = world(**(FEES if fees else {}))
    for move in moves:
        if move.kind in BACKGROUND:
            BACKGROUND[move.kind](desk, move)
            continue
        before = desk.dump()
        (parsed,) = parse_trace(command_of(desk, move), Profile.WORLD_1).steps
        outcome = desk.apply(parsed.command)
        SEEN[f"{move.kind} {'' if isinstance(outcome, Accepted) else outcome.reason}"] += 1
        after = desk.dump()
        # Conservation, with what is in escrow, and every other row of STA-026.
        assert restore(after) is not None
        ajar = tuple(each for each in desk.accounts if is_open(after, each))
        assert open_accounts(desk.state) == ajar
        if isinstance(outcome, Rejected):
            assert after == before
            continue
        _judge(before, after, parsed.command, outcome.events)


def _judge(
    before: StateDump, after: StateDump, command: Command, events: tuple[Event, ...]
) -> None:
    """What chapter 09 says of a command that was accepted."""
    match command:
        case Liquidate():
            assert is_open(before, command.target)
            _strangers_are_untouched(before, after, command.target, command.account, events)
            _is_progress(before, after, command, events)
        case SwapForTarget():
            given = command.give_asset, command.give_atoms
            assert exchange_is_fair(before, given, (command.take_asset, command.take_atoms))
            then, now = (_rbv(each, command.target)[1] for each in (before, after))
            assert now > then
            involved = {command.target, command.account, *_paid(before, command.account)}
            _all_but(before, after, involved)
        case DeclareBankruptcy():
            assert is_open(before, command.target)
            _strangers_are_untouched(before, after, command.target, None, events)
            _is_covered(before, after, command, events)


def _rbv(dump: StateDump, account: int) -> tuple[int, int]:
    return risk_based_value(restore(dump), AccountId(account))


def _is_progress(
    before: StateDump, after: StateDump, command: Liquidate, events: tuple[Event, ...]
) -> None:
    """LIQ-020: sound, or worth no less than what it was when its debts had been rolled."""
    last = events[-1]
    assert isinstance(last, AccountValued)
    assert last.account == command.target
    assert (last.initial_atoms, last.maintenance_atoms) == _rbv(after, command.target)
    rewards = [event for event in events if isinstance(event, RewardHeld)]
    assert len(after.escrows or ()) == len(before.escrows or ()) + len(rewards)
    if rewards:
        (reward,) = rewards
        worth = equity(after, command.target) + reward.atoms
        assert 0 < reward.atoms <= worth * 33 // 1_000
        assert not is_open(after, command.target)
    if equity(before, command.target) < 0 and is_open(after, command.target):
        # Nothing was rolled, so that nothing may have become less.
        then, now = _rbv(before, command.target), _rbv(after, command.target)
        assert now[0] >= then[0]
        assert now[1] >= then[1]


def _strangers_are_untouched(
    before: StateDump,
    after: StateDump,
    target: int,
    caller: int | None,
    events: tuple[Event, ...],
) -> None:
    """LIQ-050."""
    met: set[int] = set()
    for event in events:
        match event:
            case Traded():
                met |= {event.maker_account, event.taker_account}
            case OrderRemoved() | OrdersDecremented():
                met.add(event.account)
    met -= {target}
    near = {other for account in met for other in _faced(before, account)}
    involved = {target, *counterparties(before, target), *met, *near}
    if caller is not None:
        involved |= {caller, *_paid(before, caller)}
    _all_but(before, after, involved)


def _faced(dump: StateDump, account: int) -> set[int]:
    """Who has a leg or a loan with an account."""
    pairs = [(loan.lender, loan.borrower) for loan in dump.loans or ()]
    for market in dump.markets:
        pairs += [(leg.long_account, leg.short_account) for leg in market.legs or ()]
    return {other for pair in pairs if account in pair for other in pair}


def _paid(dump: StateDump, caller: int) -> set[int]:
    """To whom the caller pays his debts at the end of his command (PRP-039)."""
    return {debt.creditor for debt in dump.debts or () if debt.debtor == caller}


def _all_but(before: StateDump, after: StateDump, involved: set[int]) -> None:
    """Nothing of anybody else has changed."""
    for account in range(1, ACCOUNTS + 1):
        if account in involved:
            continue
        assert _all_of(before, account) == _all_of(after, account)
        assert _rbv(before, account) == _rbv(after, account)


def _all_of(dump: StateDump, account: int) -> list[object]:
    """Everything in a dump that is of an account."""
    found: list[object] = [dump.accounts[account - 1]]
    for market in dump.markets:
        found += [order for order in (*market.bids, *market.asks) if order.account == account]
        found += [
            leg for leg in market.legs or () if account in (leg.long_account, leg.short_account)
        ]
    found += [loan for loan in dump.loans or () if account in (loan.lender, loan.borrower)]
    found += [debt for debt in dump.debts or () if account in (debt.debtor, debt.creditor)]
    return found


def _is_covered(
    before: StateDump, after: StateDump, command: DeclareBankruptcy, events: tuple[Event, ...]
) -> None:
    """LIQ-031 to LIQ-034, LIQ-051."""
    target, expected = command.target, close_out(before, command.target)
    (declared,) = [event for event in events if isinstance(event, BankruptcyDeclared)]
    total = sum(expected.claims.values())
    assert declared.estate_atoms == floor(expected.estate)
    assert declared.claims_atoms == total
    losses = [event for event in events if isinstance(event, LossRecorded)]
    assert {each.account: each.claim_atoms for each in losses} == expected.claims
    assert [each.account for each in losses] == sorted(expected.claims)
    for each in losses:
        share = min(Fraction(1), expected.estate / total) * each.claim_atoms
        # An atom of each part, and what rounding each part down leaves to the target.
        assert abs(each.paid_atoms - share) <= 2 * expected.atom_values + 1
    lost = (total - expected.estate) * 1_000
    assert lost <= total * command.max_loss_permille
    left = contracts(after, target)
    assert all(atoms > 0 for atoms in left.values())
    if expected.estate <= total:
        assert not left
        assert all(
            balance.atoms == 0 or after.assets[balance.asset - 1].risk is None
            for balance in after.accounts[target - 1].balances
            if balance.asset != 1
        )
    assert all(
        order.account != target
        for market in after.markets
        for order in (*market.bids, *market.asks)
    )


PAIRS = st.tuples(st.integers(1, 30), st.integers(60, 140), st.integers(0, 1_000))


@given(one=PAIRS, other=PAIRS, mark=st.integers(40, 160), is_debtor=st.booleans())
def test_two_bankruptcies_that_share_nothing_commute(
    one: tuple[int, int, int], other: tuple[int, int, int], mark: int, is_debtor: bool
) -> None:
    desk = world(max_position_lots=1_000)
    for account in desk.accounts:
        desk.of(account, "deposit", asset=1, atoms=9_000)
    # Accounts 1 and 2 face 3, accounts 4 and 5 face 6: nobody has a contract with both.
    for (lots, price, cash), (first, second, third) in ((one, (1, 2, 3)), (other, (4, 5, 6))):
        desk.trade(first, third, 2 * lots, 5 * (price // 5), market=3)
        desk.trade(third, second, 2 * lots, 100, market=3)
        for account, asset in ((first, 1), (first, 2)):
            held = balance_of(desk.state, AccountId(account), AssetId(asset))
            left = min(held, cash) if asset == 1 else 0
            _pay(desk, AccountId(account), AssetId(asset), held - left)
        if is_debtor:
            desk.owe(second, first, 24 * HOUR, 500)
    desk.run(f"set_mark signer=0 asset=2 mark={mark}")
    targets = [AccountId(1), AccountId(4)]
    if not all(account in open_accounts(desk.state) for account in targets):
        return
    if not all(is_bankrupt(desk.state, account) for account in targets):
        return
    ends = []
    for order in (targets, targets[::-1]):
        state = desk.state
        outcomes = {}
        for target in order:
            command = DeclareBankruptcy(PrincipalId(0), target, Permille(1_000))
            state, outcomes[target] = step(state, command)
            assert isinstance(outcomes[target], Accepted)
        ends.append((dump_of(state), outcomes))
    SEEN["commuting"] += 1
    assert ends[0] == ends[1]


def test_a_target_that_is_sound_is_refused_whatever_is_asked() -> None:
    desk = world()
    sound = [account for account in desk.accounts if account not in open_accounts(desk.state)]
    assert sound == [*desk.accounts]
    for command in (
        "liquidate signer=12 account=2 target=1 work=1",
        "declare_bankruptcy signer=0 target=1 max_loss_permille=1000",
        "swap_for_target signer=12 account=2 target=1 give_asset=1 give_atoms=99 take_asset=2 "
        "take_atoms=1",
    ):
        desk.judge(command, "account_sound")
