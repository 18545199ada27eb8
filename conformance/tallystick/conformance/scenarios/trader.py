"""The levered basis trade: what its trader does, and what the ledger says it brought.

With leverage L he brings 100, borrows (L - 1) * 100 of the base asset, buys spot for all of it and
sells as many lots of the perpetual future, in one batch. Every term he trues up his legs, pays the
interest and extends the loan by `pay_interest`, which is what chapter 07 gives a borrower whose
loan is extensible (LND-030); renewing is for keepers, rolling for what is overdue. What this takes
beyond his cash he raises by selling spot and buying back as many perpetual futures, in one batch.
Cash that the trade brings in stays as cash.
"""

from attrs import define

from tallystick.conformance.flows.venue import owner
from tallystick.conformance.scenarios.basis_venue import (
    ASSET,
    BASE,
    FAR,
    LEND,
    PERP,
    SPOT,
    Terms,
    quote,
    taking,
)
from tallystick.conformance.scenarios.instruments import ATOMS_PER_BASE
from tallystick.conformance.scenarios.price_rows import HOUR_MILLISECONDS
from tallystick.conformance.scenarios.session import ScenarioError, Session, balance, loan_of
from tallystick.reference.types.choices import Side
from tallystick.reference.types.commands import Batch, InnerCommand
from tallystick.reference.types.dump import LegDump, LoanDump, StateDump
from tallystick.reference.types.events import Event, FeePaid, Traded
from tallystick.reference.types.loan_commands import PayInterest
from tallystick.reference.types.loan_events import InterestPaid, LoanOpened
from tallystick.reference.types.outcome import Outcome, Rejected
from tallystick.reference.types.perp_commands import TrueUp
from tallystick.reference.types.perp_events import LegReduced, LegSettled
from tallystick.reference.types.units import AccountId, Lots, Price

RATE_UNITS = 100_000
YEAR_UNITS = 87_600_000
LEAST_HOURS = 8


@define
class Trader:
    """One account with the trade, and what has happened to it until now, in base atoms."""

    account: AccountId
    leverage: int
    terms: Terms
    is_open: bool = False
    loan: int = 0
    funding_atoms: int = 0
    interest_atoms: int = 0
    fee_atoms: int = 0
    """Fees in the asset are converted at the mark, rounded down."""
    slippage_atoms: int = 0
    """What was bought above the mark and sold below it, net."""
    reductions: int = 0
    """Batches that sold spot and bought back perpetual futures to raise cash."""

    @property
    def cost_atoms(self) -> int:
        """Fees, and what trading away from the mark took."""
        return self.fee_atoms + self.slippage_atoms

    def follow(self, event: Event, mark: Price) -> None:
        """Add up what an event says of this account."""
        me = self.account
        match event:
            case LoanOpened() if event.borrower == me:
                self.loan = event.loan
            case InterestPaid() if event.loan == self.loan:
                self.interest_atoms += event.interest_atoms
            case FeePaid() if event.account == me:
                lot_atoms = self.terms.instrument.lot_atoms
                is_base = event.asset == BASE
                self.fee_atoms += event.atoms if is_base else event.atoms * mark // lot_atoms
            case Traded() if event.market in (SPOT, PERP):
                buys = event.taker_side is Side.BUY
                paid = (
                    (event.price - mark) * event.lots if buys else (mark - event.price) * event.lots
                )
                if event.taker_account == me:
                    self.slippage_atoms += paid
            case LegReduced() | LegSettled() if event.short_account == me:
                self.funding_atoms += event.funding_atoms
            case LegReduced() | LegSettled() if event.long_account == me:
                self.funding_atoms -= event.funding_atoms

    def opening_batch(self, session: Session) -> Batch:
        """Borrow, buy spot, sell as many lots of the perpetual future."""
        terms, lot_atoms = self.terms, self.terms.instrument.lot_atoms
        borrowed = (self.leverage - 1) * terms.base_atoms // ATOMS_PER_BASE
        cash = self.leverage * terms.base_atoms
        ask, bid = terms.ask(session.mark, FAR), terms.bid(session.mark, FAR)
        spot_rate, perp_rate = fee_rates(session, terms)
        # Beside the spot the fee of the perpetual trade has to be paid, rounded up.
        bought = (cash - bool(perp_rate)) * RATE_UNITS // (ask * (RATE_UNITS + perp_rate))
        fee = -(-spot_rate * bought * lot_atoms // RATE_UNITS)
        sold = (bought * lot_atoms - fee) // lot_atoms
        wanted = (
            (LEND, Side.BUY, terms.rate_basis_points, borrowed),
            (SPOT, Side.BUY, ask, bought),
            (PERP, Side.SELL, bid, sold),
        )
        orders = [taking(session, self.account, *order) for order in wanted if order[-1]]
        return Batch(owner(self.account), self.account, tuple(orders))

    def open(self, session: Session) -> tuple[Batch, Outcome]:
        """Try to put the trade on; the batch, and what the venue said."""
        quote(session, self.terms, Side.BUY)
        batch = self.opening_batch(session)
        outcome = session.attempt(batch)
        self.is_open = not isinstance(outcome, Rejected)
        return batch, outcome

    def settle(self, session: Session, *, extend: bool) -> Outcome | None:
        """True up all legs and, if wanted, pay the interest and extend the loan.

        The outcome of the batch, if there was something to do in one; the loan is extended whatever
        it was.
        """
        dump = session.engine.dump()
        legs, loan = legs_of(dump, self.account), loan_of(dump, self.account)
        interest = interest_due(loan, dump.now) if loan is not None and extend else 0
        losses = sum(loss_atoms(dump, leg, session.mark) for leg in legs)
        # When another trader trades, legs may be rewired and settled before their short has cash.
        owed = sum(debt.atoms for debt in dump.debts or () if debt.debtor == self.account)
        need = interest + losses + owed - balance(dump, self.account, BASE)
        lots = self._lots_to_sell(session, dump, need) if need > 0 else 0
        batch = self._reducing_batch(session, legs, lots)
        outcome = session.attempt(batch) if batch.commands else None
        if lots and outcome is not None and not isinstance(outcome, Rejected):
            self.reductions += 1
        if loan is not None and extend:
            session.apply(PayInterest(owner(self.account), self.account, loan.loan, Lots(0), True))
        return outcome

    def close(self, session: Session) -> None:
        """Sell the spot, buy back all lots, repay the loan; ScenarioError if that is refused."""
        dump = session.engine.dump()
        legs, loan = legs_of(dump, self.account), loan_of(dump, self.account)
        lots = sum(leg.lots for leg in legs)
        session.apply(self._reducing_batch(session, legs, lots))
        if loan is not None:
            whole = loan.principal_lots
            session.apply(PayInterest(owner(self.account), self.account, loan.loan, whole, False))
        self.is_open = False

    def _lots_to_sell(self, session: Session, dump: StateDump, need: int) -> int:
        """Enough that cash covers the need, after fees and at the far dealer's prices."""
        ask, bid = self.terms.ask(session.mark, FAR), self.terms.bid(session.mark, FAR)
        spot_rate, perp_rate = fee_rates(session, self.terms)
        per_lot = (
            bid * (RATE_UNITS - spot_rate) - ask * perp_rate - (ask - session.mark) * RATE_UNITS
        )
        # Both fees are rounded up.
        lots = -(-(need + 2) * RATE_UNITS // per_lot)
        held = balance(dump, self.account, ASSET) // self.terms.instrument.lot_atoms
        return min(lots, held, sum(leg.lots for leg in legs_of(dump, self.account)))

    def _reducing_batch(self, session: Session, legs: list[LegDump], lots: int) -> Batch:
        """Sell spot, true up what brings cash before what takes it, buy back as many lots."""
        me, mark, terms = self.account, session.mark, self.terms
        steps: list[InnerCommand] = []
        if lots:
            quote(session, terms, Side.SELL)
            steps.append(taking(session, me, SPOT, Side.SELL, terms.bid(mark, FAR), lots))
        steps += [TrueUp(owner(me), me, leg.long_account, PERP) for leg in legs]
        if lots:
            price = terms.ask(mark, FAR)
            steps.append(taking(session, me, PERP, Side.BUY, price, lots, reduce_only=True))
        return Batch(owner(me), me, tuple(steps))


def fee_rates(session: Session, terms: Terms) -> tuple[int, int]:
    """The rates of a taker on the spot and on the perpetual market, in 1/100,000."""
    perpetual = session.parameters.perpetual
    if perpetual is None:
        raise ScenarioError("the venue has no perpetual futures")
    if not terms.with_fees:
        return 0, 0
    return session.parameters.spot_taker_fee_rate, perpetual.perp_taker_fee_rate


def legs_of(dump: StateDump, account: AccountId) -> list[LegDump]:
    """The legs in which an account is short, those that bring it cash first."""
    market = dump.markets[PERP - 1]
    mark = dump.assets[ASSET - 1].mark or 1
    legs = [leg for leg in market.legs or () if leg.short_account == account]
    return sorted(legs, key=lambda leg: loss_atoms(dump, leg, mark))


def loss_atoms(dump: StateDump, leg: LegDump, mark: int) -> int:
    """What the short of a leg would owe if it were settled now; negative if he would receive."""
    funding = dump.markets[PERP - 1].funding
    assert funding is not None
    return leg.lots * mark - leg.cost - (leg.lots * funding.index - leg.funding_base)


def interest_due(loan: LoanDump, now: int) -> int:
    """What a loan without fee and claims costs to settle at a time (LND-021)."""
    hours = max(LEAST_HOURS, -(-(now - loan.start) // HOUR_MILLISECONDS))
    if hours <= loan.hours_paid:
        return 0
    lot_atoms = ATOMS_PER_BASE
    owed = loan.principal_lots * lot_atoms * loan.rate * (hours - loan.hours_paid)
    return -(-(owed - loan.interest_credit) // YEAR_UNITS)
