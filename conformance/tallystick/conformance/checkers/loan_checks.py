"""What holds of the loans in every dump by itself (INV-013, INV-014)."""

from collections import Counter
from collections.abc import Iterator

from tallystick.conformance.checkers.books import RATE_UNIT
from tallystick.conformance.checkers.loan_record import INTEREST_UNIT
from tallystick.conformance.checkers.violation import Violation
from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.dump import LoanDump, MarketDump, StateDump
from tallystick.reference.types.parameters import LendingParameters
from tallystick.reference.types.units import AccountId, AssetId


def loan_violations(dump: StateDump) -> Iterator[Violation]:
    """Every violation by a loan; none in a profile that has no loans."""
    lending = dump.parameters.lending
    if dump.loans is None or lending is None:
        return
    markets = {one.asset: one for one in dump.markets if one.kind is MarketKind.LEND}
    for loan in dump.loans:
        for text in _of_loan(dump, loan, markets.get(loan.asset), lending):
            yield Violation("INV-013", f"loan {loan.loan} {text}")
    ids = [loan.loan for loan in dump.loans]
    if ids != sorted(set(ids)):
        yield Violation("INV-013", "the ids of the loans do not ascend")
    yield from _bounds(dump.loans, lending)
    yield from _lent_is_borrowed(dump, dump.loans)


def _of_loan(
    dump: StateDump, loan: LoanDump, market: MarketDump | None, lending: LendingParameters
) -> Iterator[str]:
    if market is None:
        yield f"is in asset {loan.asset}, which has no lending market"
    else:
        if loan.principal_lots < 1 or loan.principal_lots % market.minimum_lots:
            yield f"has {loan.principal_lots} lots, the minimum is {market.minimum_lots}"
        for rate in (loan.rate, loan.return_rate):
            if rate < 1 or rate % market.tick:
                yield f"has rate {rate}, the tick is {market.tick}"
    if loan.lender == loan.borrower:
        yield f"is between account {loan.lender} and itself"
    if not 0 <= loan.interest_credit < INTEREST_UNIT:
        yield f"has an interest credit of {loan.interest_credit}"
    if not 0 <= loan.fee_credit < RATE_UNIT:
        yield f"has a fee credit of {loan.fee_credit}"
    if loan.start > dump.now:
        yield f"starts at {loan.start}, now is {dump.now}"
    if dump.last_loan is None or not 1 <= loan.loan <= dump.last_loan:
        yield f"has an id that is not from 1 to {dump.last_loan}"
    if len(loan.claims) > lending.max_claims:
        yield f"has {len(loan.claims)} claims"
    for claim in loan.claims:
        if min(claim.interest_atoms, claim.fee_atoms) < 0 or claim.interest_atoms == 0 == (
            claim.fee_atoms
        ):
            yield f"has a claim of {claim.interest_atoms} and {claim.fee_atoms} atoms"


def _bounds(loans: tuple[LoanDump, ...], lending: LendingParameters) -> Iterator[Violation]:
    parties = Counter(party for loan in loans for party in {loan.lender, loan.borrower})
    for account, count in sorted(parties.items()):
        if count > lending.max_loans_per_account:
            yield Violation("INV-013", f"account {account} is party to {count} loans")
    if len(loans) > lending.max_loans:
        yield Violation("INV-013", f"the venue has {len(loans)} loans")


def _lent_is_borrowed(dump: StateDump, loans: tuple[LoanDump, ...]) -> Iterator[Violation]:
    """Summed up over the accounts that there are, so that a loan of nobody is missed."""
    accounts = {account.account for account in dump.accounts}
    net: Counter[AssetId] = Counter()
    for loan in loans:
        for party, sign in ((loan.lender, 1), (loan.borrower, -1)):
            if AccountId(party) in accounts:
                net[loan.asset] += sign * loan.principal_lots
    for asset, lots in sorted(net.items()):
        if lots:
            text = f"asset {asset}: accounts have lent {lots} lots more than they have borrowed"
            yield Violation("INV-014", text)
