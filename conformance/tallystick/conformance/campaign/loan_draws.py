"""How the campaign generator draws what only `lend/1` has (CNF-029)."""

from collections.abc import Callable, Iterator

from attrs import define, evolve

from tallystick.conformance.campaign.fields import FieldDraws, owner_of
from tallystick.conformance.campaign.sent_loans import (
    HOUR_MILLISECONDS,
    RENEWAL_MILLISECONDS,
    TERM_MILLISECONDS,
    SentLoan,
)
from tallystick.conformance.campaign.tables import NOBODY
from tallystick.reference.types import commands as c
from tallystick.reference.types import loan_commands as lc
from tallystick.reference.types.choices import OrderType, SelfTrade, Side
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    LoanId,
    Lots,
    MarketId,
    OrderId,
    Price,
    PrincipalId,
)

LoanCommand = (
    lc.PayInterest | lc.PayClaims | lc.SetLoanTerms | lc.SwapLoan | lc.RenewLoan | lc.RollLoan
)
PartyCommand = lc.PayInterest | lc.PayClaims | lc.SwapLoan
"""What may stand in a batch."""
Actor = tuple[PrincipalId, AccountId]
"""Signer and account of a command."""


@define
class LoanDraws(FieldDraws):
    """Draws of loans: which one, who acts on it, and what then probably becomes of it."""

    def some_loan(self, is_wanted: Callable[[SentLoan], bool]) -> SentLoan:
        """One of the remembered loans that are wanted, else of all; loan 1 if there is none."""
        loans = self.sent.loans.entries
        loans = [loan for loan in loans if is_wanted(loan)] or loans
        if not loans:
            due = self.clock + TERM_MILLISECONDS
            return SentLoan(1, 2, 1, 2, self.rules(2).minimum_lots, due)
        return loans[self.draws.draw(len(loans))]

    def loan_id(self, loan: SentLoan) -> LoanId:
        """Mostly the id of that loan, seldom another."""
        match self.draws.pick(90, 9, 1, 1, 1):
            case 0:
                return LoanId(loan.loan)
            case 1:
                return LoanId(1 + self.draws.draw(self.sent.loans.last_loan + 1))
            case other:
                return LoanId((2**61 - 1, 2**61, 0)[other - 2])

    def actor(self, named: int) -> Actor:
        """Mostly the account that is named, seldom another, and who signs for it."""
        chosen = AccountId((named, 1, 2, 3, NOBODY, 0)[self.draws.pick(60, 1, 1, 1, 1, 1)])
        return self.signer(chosen), chosen

    def lending_market(self) -> MarketId:
        """One of the markets on which a trade opens a loan."""
        markets = self.sent.lending_markets
        return MarketId(markets[self.draws.draw(len(markets))])

    def flag(self) -> bool | None:
        """Whether an offer is returnable or extensible, if it says so."""
        return (None, True, False)[self.draws.pick(6, 2, 3)]

    def flagged(self, order: c.NewOrder) -> c.NewOrder:
        """The order with the flags of an offer, seldom also where they do not belong."""
        is_offer = order.side is Side.SELL and order.market in self.sent.lending_markets
        if is_offer or self.draws.draw(60) == 0:
            return evolve(order, returnable=self.flag(), extensible=self.flag())
        return order

    def moment(self) -> int:
        """A time about which something becomes of the loan that is probably due next."""
        dues = [loan.due for loan in self.sent.loans.entries if loan.due > self.clock]
        hours = (6, 3, 1, 0)[self.draws.draw(4)]
        moment = min(dues, default=0) - hours * HOUR_MILLISECONDS + self.draws.draw(3) - 1
        return moment if moment > self.clock else self.clock + HOUR_MILLISECONDS

    def lending(self) -> Iterator[c.Command]:
        """Two orders of two accounts that trade; one repays first if it has too many loans."""
        lender = 1 + self.draws.draw(3)
        borrower = (lender + self.draws.draw(2)) % 3 + 1
        market = self.lending_market()
        loans = self.sent.loans
        if loans.is_full(lender, borrower):
            involved = (lender, borrower)
            loan = self.some_loan(lambda loan: loan.lender in involved or loan.borrower in involved)
            who = owner_of(loan.borrower), AccountId(loan.borrower)
            lots = Lots(loan.lots)
            loans.lower(loan, lots)
            yield lc.PayInterest(*who, LoanId(loan.loan), lots, extend=False)
            return
        for account in (lender, borrower):
            if self.sent.is_full(account):
                yield self.clear(account)
        price, lots = self.price(market, Side.SELL), self.lots(market)
        flags = self.flag(), self.flag()
        yield self.lent(lender, market, Side.SELL, price, lots, flags)
        yield self.lent(borrower, market, Side.BUY, price, lots, (None, None))

    def clear(self, account: int) -> c.CancelAll:
        """Cancel all orders of an account."""
        for order in self.sent.of_account(account):
            self.sent.drop(order)
        return c.CancelAll(owner_of(account), AccountId(account))

    def lent(
        self,
        account: int,
        market: MarketId,
        side: Side,
        price: Price,
        lots: Lots,
        flags: tuple[bool | None, bool | None],
    ) -> c.PlaceOrder:
        """One of the two orders by which one account lends to another."""
        order = c.NewOrder(
            order_id=OrderId(self.sent.last_ids.get(account, 0) + 1),
            market=market,
            side=side,
            price=price,
            lots=lots,
            order_type=OrderType.LIMIT if side is Side.SELL else OrderType.IOC,
            self_trade=SelfTrade.CANCEL_MAKER,
            returnable=flags[0],
            extensible=flags[1],
        )
        self.sent.remember(account, order, self.clock)
        return c.PlaceOrder(owner_of(account), AccountId(account), order)

    def of_loan(self, kind: str) -> LoanCommand:
        """A command about a loan that stands in no batch."""
        match kind:
            case "set_loan_terms":
                return self.set_loan_terms(self.some_loan(lambda _: True))
            case "renew_loan":
                return self.renew_loan()
            case "roll_loan":
                return self.roll_loan()
            case _:
                return self.of_party(kind)

    def of_party(self, kind: str, batch: Actor | None = None) -> PartyCommand:
        """A command of a borrower or lender; in a batch of its signer and account."""
        account = batch[1] if batch else 0
        if kind == "swap_loan":
            loan = self.some_loan(
                lambda loan: account in (0, loan.lender) and self.sent.loans.own(loan) is not None
            )
            return self.swap_loan(loan, batch or self.actor(loan.lender))
        loan = self.some_loan(lambda loan: account in (0, loan.borrower))
        who = batch or self.actor(loan.borrower)
        return self.pay_claims(loan, who) if kind == "pay_claims" else self.pay_interest(loan, who)

    def pay_interest(self, loan: SentLoan, who: Actor) -> lc.PayInterest:
        loan_id = self.loan_id(loan)
        minimum = self.rules(loan.market).minimum_lots
        sizes = (0, minimum, loan.lots, loan.lots + minimum, minimum + 1, 2**40 + 1)
        lots = sizes[self.draws.pick(14, 8, 20, 2, 2, 1)]
        extend = self.draws.draw(4) == 0
        if lots <= loan.lots and not (extend and lots == loan.lots):
            loan.due = self.clock + TERM_MILLISECONDS if extend else loan.due
            self.sent.loans.lower(loan, lots)
        return lc.PayInterest(*who, loan_id, Lots(lots), extend)

    def pay_claims(self, loan: SentLoan, who: Actor) -> lc.PayClaims:
        loan_id = self.loan_id(loan)
        portion = self.world.portion_atoms[self.rules(loan.market).asset - 1]
        match self.draws.pick(12, 6, 2, 1):
            case 1:
                atoms = 1 + self.draws.draw(12)
            case other:
                atoms = (1, 0, portion, 0)[other]
        return lc.PayClaims(*who, loan_id, Atoms(atoms))

    def set_loan_terms(self, loan: SentLoan) -> lc.SetLoanTerms:
        of_lender = self.draws.draw(2) == 0
        signer, account = self.actor(loan.lender if of_lender else loan.borrower)
        loan_id = self.loan_id(loan)
        place = self.draws.pick(8, 6, 1) if of_lender else self.draws.pick(1, 1, 12)
        value = self.draws.draw(3) == 0
        terms = tuple(value if number == place else None for number in range(3))
        return lc.SetLoanTerms(signer, account, loan_id, *terms)

    def swap_loan(self, loan: SentLoan, who: Actor) -> lc.SwapLoan:
        loans = self.sent.loans
        own, loan_id = loans.own(loan), self.loan_id(loan)
        named = None
        match self.draws.pick(8, 3, 1):
            case 1:
                named = LoanId(own.loan if own else 1)
            case 2:
                named = LoanId(1 + self.draws.draw(loans.last_loan + 1))
        loans.hand_over(loan.loan, is_one=named is not None)
        return lc.SwapLoan(*who, loan_id, named)

    def renew_loan(self) -> lc.RenewLoan:
        begin = self.clock + RENEWAL_MILLISECONDS
        loan = self.some_loan(lambda loan: self.clock <= loan.due <= begin)
        who, loan_id = self.actor(1 + self.draws.draw(3)), self.loan_id(loan)
        if self.clock <= loan.due <= begin:
            loan.due = self.clock + TERM_MILLISECONDS
        return lc.RenewLoan(*who, loan_id)

    def roll_loan(self) -> lc.RollLoan:
        loan = self.some_loan(lambda loan: loan.due < self.clock)
        signer = PrincipalId((31, 0, 2**31)[self.draws.pick(20, 4, 1)])
        loan_id = self.loan_id(loan)
        if loan.due < self.clock:
            loan.due = self.clock + TERM_MILLISECONDS
        return lc.RollLoan(signer, loan_id)
