"""Which loans, and which orders of lending markets, are in a valid dump of `lend/1` (STA-026)."""

from collections.abc import Iterator

from tallystick.reference.types.choices import MarketKind, OrderType, SelfTrade
from tallystick.reference.types.dump import (
    AccountDump,
    LoanDump,
    MarketDump,
    OrderDump,
    StateDump,
)
from tallystick.reference.types.dump_rules import (
    HIGHEST,
    HIGHEST_ATOMS,
    HIGHEST_CREDIT,
    HIGHEST_RATE,
    Rule,
    ascending,
    has_loans,
    same,
    within,
)
from tallystick.reference.types.parameters import LendingParameters
from tallystick.reference.types.units import AccountId

FIRST_ENGINE_ORDER_ID = 2**61
HIGHEST_ENGINE_ORDER_ID = 2**62 - 1
HIGHEST_LOAN = 2**61 - 1
HIGHEST_CLAIM = 2**51
"""Atoms; so all claims of a loan together are below 2^62 (NUM-011)."""
HOUR = 3_600_000
LEAST_HOURS = 8
TERM = 240 * HOUR
INTEREST_UNITS = 87_600_000


def rules_of_engine_ids(dump: StateDump, account: AccountDump, at: str) -> Iterator[Rule]:
    """The last id of an order that the engine made, where the profile has such orders (LND-037)."""
    last = account.last_engine_order_id
    path = f"{at}/last_engine_order_id"
    if not has_loans(dump):
        yield same(path, last, None)
        return
    is_id = last == 0 or FIRST_ENGINE_ORDER_ID <= (last or 0) <= HIGHEST_ENGINE_ORDER_ID
    yield is_id, path, last, f"0, or from {FIRST_ENGINE_ORDER_ID} to {HIGHEST_ENGINE_ORDER_ID}"


def rules_of_lending_order(
    dump: StateDump, market: MarketDump, order: OrderDump, is_bid: bool, at: str
) -> Iterator[Rule]:
    """What a resting order of a lending market is where trades open loans (LND-001 to LND-004)."""
    lending = _lending(dump)
    lots, minimum = order.open_lots, market.minimum_lots
    yield lots % minimum == 0, f"{at}/open_lots", lots, f"a multiple of {minimum}"
    rates = (order.maker_fee_rate, order.taker_fee_rate)
    wanted = ((0, 0), (lending.lend_fee_rate,) * 2) if is_bid else ((0, 0),)
    yield rates in wanted, f"{at}/maker_fee_rate", rates, " or ".join(map(str, wanted))
    cap = dump.assets[market.asset - 1].fee_cap_atoms if is_bid else 0
    yield same(f"{at}/fee_cap_atoms", order.fee_cap_atoms, cap)
    yield same(f"{at}/fee_paid_atoms", order.fee_paid_atoms, 0)
    yield same(f"{at}/fee_credit", order.fee_credit, 0)


def is_engine_order(dump: StateDump, order: OrderDump) -> bool:
    """Whether an order has the id of one that the engine made for an account (LND-037)."""
    return has_loans(dump) and order.order_id >= FIRST_ENGINE_ORDER_ID


def rules_of_engine_order(
    dump: StateDump, market: MarketDump, order: OrderDump, is_bid: bool, at: str
) -> Iterator[Rule]:
    """What a resting order is that the engine made: an offer of returned principal (LND-035)."""
    last = dump.accounts[order.account - 1].last_engine_order_id or 0
    yield within(f"{at}/order_id", order.order_id, FIRST_ENGINE_ORDER_ID, last)
    is_offer = market.kind is MarketKind.LEND and not is_bid
    yield is_offer, f"{at}/order_id", "no offer to lend", "an offer to lend"
    yield same(f"{at}/order_type", order.order_type, OrderType.LIMIT)
    yield same(f"{at}/self_trade", order.self_trade, SelfTrade.CANCEL_TAKER)
    yield same(f"{at}/expires_at", order.expires_at, None)


def rules_of_loans(dump: StateDump) -> Iterator[Rule]:
    """Every rule about the loans of a venue; they are there in `lend/1` and nowhere else."""
    if not has_loans(dump):
        yield same("/last_loan", dump.last_loan, None)
        yield same("/loans", dump.loans, None)
        return
    yield dump.last_loan is not None, "/last_loan", None, "a number"
    yield dump.loans is not None, "/loans", None, "a list"
    lending, loans, last_loan = _lending(dump), dump.loans or (), dump.last_loan or 0
    yield within("/last_loan", last_loan, 0, HIGHEST_LOAN)
    most = lending.max_loans
    yield len(loans) <= most, "/loans", f"{len(loans)} of them", f"at most {most}"
    markets = {each.asset: each for each in dump.markets if each.kind is MarketKind.LEND}
    yield from ascending("/loans", [each.loan for each in loans], "/loan")
    for index, loan in enumerate(loans):
        at = f"/loans/{index}"
        yield within(f"{at}/loan", loan.loan, 1, last_loan)
        yield from _rules_of_parties(dump, loan, at)
        yield loan.asset in markets, f"{at}/asset", loan.asset, "an asset with a lending market"
        yield from _rules_of_principal(dump, loan, markets[loan.asset], at)
        yield from _rules_of_hours(dump, loan, at)
        yield from _rules_of_fees(dump, loan, markets[loan.asset], at)
        yield from _rules_of_claims(dump, loan, at)
    yield from _rules_of_loan_counts(loans, lending.max_loans_per_account)


def _lending(dump: StateDump) -> LendingParameters:
    assert dump.parameters.lending is not None  # The parameters have passed (STA-013).
    return dump.parameters.lending


def _rules_of_parties(dump: StateDump, loan: LoanDump, at: str) -> Iterator[Rule]:
    for name, account in (("lender", loan.lender), ("borrower", loan.borrower)):
        yield within(f"{at}/{name}", account, 1, len(dump.accounts))
    yield loan.lender != loan.borrower, f"{at}/borrower", "the lender", "somebody else"


def _rules_of_principal(
    dump: StateDump, loan: LoanDump, market: MarketDump, at: str
) -> Iterator[Rule]:
    lots, minimum = loan.principal_lots, market.minimum_lots
    yield within(f"{at}/principal_lots", lots, 1, HIGHEST)
    yield lots % minimum == 0, f"{at}/principal_lots", lots, f"a multiple of {minimum}"
    is_small = lots * dump.assets[loan.asset - 1].lot_atoms <= HIGHEST_ATOMS
    yield is_small, f"{at}/principal_lots", lots, "within the bound of LND-002"
    for name, rate in (("rate", loan.rate), ("return_rate", loan.return_rate)):
        yield within(f"{at}/{name}", rate, 1, HIGHEST_RATE)
        yield rate % market.tick == 0, f"{at}/{name}", rate, f"a multiple of {market.tick}"


def _rules_of_hours(dump: StateDump, loan: LoanDump, at: str) -> Iterator[Rule]:
    yield within(f"{at}/start", loan.start, 0, dump.now)
    yield within(f"{at}/due", loan.due, loan.start + TERM, dump.now + TERM)
    owed = max(LEAST_HOURS, -(-(dump.now - loan.start) // HOUR))
    yield within(f"{at}/hours_paid", loan.hours_paid, 0, owed)
    yield within(f"{at}/interest_credit", loan.interest_credit, 0, INTEREST_UNITS - 1)


def _rules_of_fees(dump: StateDump, loan: LoanDump, market: MarketDump, at: str) -> Iterator[Rule]:
    lending, asset = _lending(dump), dump.assets[loan.asset - 1]
    rate = lending.lend_fee_rate
    yield loan.fee_rate in (rate, 0), f"{at}/fee_rate", loan.fee_rate, f"{rate} or 0"
    yield within(f"{at}/fee_left_atoms", loan.fee_left_atoms, 0, asset.fee_cap_atoms)
    yield within(f"{at}/fee_credit", loan.fee_credit, 0, HIGHEST_CREDIT)
    most = -(-market.minimum_lots * asset.lot_atoms * lending.keeper_fee_permille // 1_000)
    yield within(f"{at}/keeper_fee_atoms", loan.keeper_fee_atoms, 0, most)


def _rules_of_claims(dump: StateDump, loan: LoanDump, at: str) -> Iterator[Rule]:
    count, most = len(loan.claims), _lending(dump).max_claims
    yield count <= most, f"{at}/claims", f"{count} of them", f"at most {most}"
    for index, claim in enumerate(loan.claims):
        path = f"{at}/claims/{index}"
        yield within(f"{path}/account", claim.account, 1, len(dump.accounts))
        is_other = claim.account != loan.borrower
        yield is_other, f"{path}/account", "the borrower", "somebody else"
        yield within(f"{path}/interest_atoms", claim.interest_atoms, 0, HIGHEST_CLAIM)
        yield within(f"{path}/fee_atoms", claim.fee_atoms, 0, HIGHEST_CLAIM)
        is_there = claim.interest_atoms + claim.fee_atoms > 0
        yield is_there, path, "nothing owed", "no such claim"


def _rules_of_loan_counts(loans: tuple[LoanDump, ...], most: int) -> Iterator[Rule]:
    counts: dict[AccountId, int] = {}
    for loan in loans:
        for account in (loan.lender, loan.borrower):
            counts[account] = counts.get(account, 0) + 1
    for account, count in counts.items():
        yield count <= most, "/loans", f"{count} loans of account {account}", f"at most {most}"
