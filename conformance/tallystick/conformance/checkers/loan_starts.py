"""What the events that begin a loan, or offer its principal again, must be."""

from collections.abc import Iterator

from attrs import frozen

from tallystick.conformance.checkers.books import BookOrder
from tallystick.conformance.checkers.loan_record import TERM_MILLISECONDS, LoanRecord
from tallystick.conformance.checkers.registry import MarketRecord, Registry
from tallystick.conformance.checkers.violation import BrokenTrailError
from tallystick.reference.types.choices import MarketKind, OrderType, SelfTrade, Side
from tallystick.reference.types.events import OrderAccepted, Traded
from tallystick.reference.types.loan_events import LoanOpened, ReturnKept
from tallystick.reference.types.parameters import LendingParameters
from tallystick.reference.types.units import AccountId, AssetId

CLAUSES_OF_FIELDS = {"loan": "LND-012", "fee_rate": "LND-004", "keeper_fee_atoms": "LND-013"}
"""Of the fields of `loan_opened`; for all others it is LND-011."""


@frozen
class Borrowing:
    """What a trade or a roll lends, before its loan is opened."""

    asset: AssetId
    lender: AccountId
    borrower: AccountId
    lots: int
    rate: int
    returnable: bool
    extensible: bool
    fee_rate: int
    fee_cap_atoms: int

    @classmethod
    def of_trade(
        cls, asset: AssetId, buy: BookOrder, offer: BookOrder, event: Traded
    ) -> "Borrowing":
        """What an offer lends to a buy (LND-011)."""
        return cls(
            asset=asset,
            lender=offer.terms.account,
            borrower=buy.terms.account,
            lots=event.lots,
            rate=event.price,
            returnable=offer.terms.returnable is True,
            extensible=offer.terms.extensible is True,
            fee_rate=buy.terms.taker_fee_rate,
            fee_cap_atoms=buy.terms.fee_cap_atoms,
        )

    @classmethod
    def of_roll(
        cls, old: LoanRecord, lots: int, registry: Registry, lending: LendingParameters
    ) -> "Borrowing":
        """What the lender of an overdue loan lends on (LND-055)."""
        is_exempt = registry.account(old.borrower).fee_exempt
        return cls(
            asset=old.asset,
            lender=old.lender,
            borrower=old.borrower,
            lots=lots,
            rate=old.return_rate,
            returnable=old.returnable,
            extensible=old.extensible,
            fee_rate=0 if is_exempt else lending.lend_fee_rate,
            fee_cap_atoms=registry.asset(old.asset).listed.fee_cap_atoms,
        )

    def problems(
        self, event: LoanOpened, loan: int, registry: Registry, lending: LendingParameters
    ) -> Iterator[tuple[str, str]]:
        """Clause and text of every field of the event that is another; `loan` is the next id."""
        minimum_lots = lending_market(registry, self.asset).listed.minimum_lots
        minimum_atoms = minimum_lots * registry.asset(self.asset).listed.lot_atoms
        wanted = {
            "loan": loan,
            "asset": self.asset,
            "lender": self.lender,
            "borrower": self.borrower,
            "lots": self.lots,
            "rate": self.rate,
            "due": registry.now + TERM_MILLISECONDS,
            "returnable": self.returnable,
            "extensible": self.extensible,
            "auto_renew": True,
            "fee_rate": self.fee_rate,
            "fee_cap_atoms": self.fee_cap_atoms,
            "keeper_fee_atoms": -(-minimum_atoms * lending.keeper_fee_permille // 1000),
        }
        for name, value in wanted.items():
            seen = getattr(event, name)
            if seen != value:
                clause = CLAUSES_OF_FIELDS.get(name, "LND-011")
                yield clause, f"{name} of loan {event.loan} is {seen}, not {value}"


@frozen
class Returning:
    """Principal repaid in cash that its lender is to offer again (LND-035)."""

    account: AccountId
    market: int
    lots: int
    rate: int
    returnable: bool
    extensible: bool

    @classmethod
    def of_loan(cls, loan: LoanRecord, lots: int, registry: Registry) -> "Returning | None":
        """What returns of a repayment; None if the loan or its market does not let it."""
        market = lending_market(registry, loan.asset)
        if market.halted or not loan.returnable:
            return None
        flags = loan.returnable, loan.extensible
        return cls(loan.lender, market.listed.market, lots, loan.return_rate, *flags)

    def is_kept(self, event: ReturnKept) -> bool:
        """Whether the event says that these lots stay in the balance (LND-036)."""
        return (event.account, event.market, event.lots) == (self.account, self.market, self.lots)

    def is_offered(self, order: OrderAccepted) -> bool:
        """Whether an order of the engine offers these lots (LND-035)."""
        seen = (
            *(order.account, order.market, order.side, order.lots, order.price),
            *(order.order_type, order.self_trade, order.expires_at, order.reduce_only),
            *(order.returnable, order.extensible),
        )
        return seen == (
            *(self.account, self.market, Side.SELL, self.lots, self.rate),
            *(OrderType.LIMIT, SelfTrade.CANCEL_TAKER, None, False),
            *(self.returnable, self.extensible),
        )


def is_of_borrower(order: OrderAccepted) -> bool:
    """Whether an order of the engine borrows, as a renewal or a roll does (LND-052, LND-055)."""
    immediate = order.order_type in (OrderType.FOK, OrderType.IOC)
    return order.side is Side.BUY and immediate and order.self_trade is SelfTrade.CANCEL_MAKER


def lending_market(registry: Registry, asset: AssetId) -> MarketRecord:
    """The lending market of an asset; without one the trail is broken."""
    for market in registry.markets.values():
        if (market.listed.asset, market.listed.kind) == (asset, MarketKind.LEND):
            return market
    raise BrokenTrailError("INV-008", f"asset {asset} has no lending market")
