"""Why the wealth of accounts changed in a command: what PRP-061 and its like give, from events."""

from collections import defaultdict
from collections.abc import Sequence

from attrs import define, field

from tallystick.conformance.explain.close_outs import wealth_changes
from tallystick.conformance.explain.leg_story import Parties
from tallystick.conformance.explain.loan_book import LoanBook
from tallystick.conformance.explain.perp_views import (
    BASE_ASSET,
    PerpMarket,
    debts_of,
    perp_markets,
    signed,
)
from tallystick.conformance.explain.sums import Sum
from tallystick.conformance.explain.touches import Role, Touch
from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import (
    Deposited,
    Event,
    FeePaid,
    MarkSet,
    Traded,
    Transferred,
    Withdrawn,
)
from tallystick.reference.types.liquidation_events import BankruptcyDeclared
from tallystick.reference.types.perp_events import FundingTicked
from tallystick.reference.types.units import AccountId, MarketId


@define
class _Causes:
    """Terms by account."""

    terms: dict[AccountId, list[tuple[str, int]]] = field(factory=lambda: defaultdict(list))

    def add(self, account: AccountId, expression: str, atoms: int) -> None:
        """One more reason; `expression` begins with its sign."""
        self.terms[account].append((expression, atoms))

    def pass_on(self, payer: AccountId, payee: AccountId, expression: str, atoms: int) -> None:
        """What one loses, the other has."""
        self.add(payer, f"- {expression}", -atoms)
        self.add(payee, f"+ {expression}", atoms)

    def sums(self) -> dict[AccountId, Sum]:
        """All terms of an account as one sum."""
        return {
            account: Sum(
                "change",
                " ".join(text for text, _ in terms).removeprefix("+ "),
                sum(atoms for _, atoms in terms),
            )
            for account, terms in self.terms.items()
        }


def wealth_causes(before: StateDump, events: Sequence[Event]) -> dict[AccountId, Sum]:
    """By how much the wealth of accounts changes by the rules; who is not there has no change.

    `before` is the state before the command. Principal of a loan is wealth of whoever holds it.
    LoanBookError if an event tells of a loan that there is not.
    """
    causes = _Causes()
    markets, debts = perp_markets(before), debts_of(before)
    lending = {market.market for market in before.markets if market.kind is MarketKind.LEND}
    loans = LoanBook(
        {asset.asset: asset.lot_atoms for asset in before.assets},
        before.now,
        {loan.loan: loan for loan in before.loans or ()},
    )
    by_id = {market.market: market for market in markets}
    index = {market.market: int(market.funding.index) for market in markets}
    is_close_out = any(isinstance(event, BankruptcyDeclared) for event in events)
    for event in events:
        _of_loans(causes, loans.fold(event))
        for change in wealth_changes(markets, debts, event, is_close_out=is_close_out):
            causes.add(*change)
        match event:
            case Traded(market=market) if market in lending:
                pass  # paid by the loan that it opens
            case Traded():
                _of_trade(causes, by_id, event)
            case FeePaid(asset=asset) if asset == BASE_ASSET:
                causes.add(event.account, f"- {event.atoms}", -event.atoms)
            case Deposited(asset=asset) if asset == BASE_ASSET:
                causes.add(event.account, f"+ {event.atoms}", event.atoms)
            case Withdrawn(asset=asset) if asset == BASE_ASSET:
                causes.add(event.account, f"- {event.atoms}", -event.atoms)
            case Transferred(asset=asset) if asset == BASE_ASSET:
                causes.pass_on(event.account, event.to_account, str(event.atoms), event.atoms)
            case MarkSet():
                _of_mark(causes, markets, event)
            case FundingTicked():
                _of_tick(causes, by_id[event.market], event, index[event.market])
                index[event.market] = int(event.index)
            case _:
                pass
    return causes.sums()


def _of_loans(causes: _Causes, touches: Sequence[Touch]) -> None:
    """Base atoms that loans move; the cash of a swap is told of both of its loans."""
    for touch in touches:
        for paid in touch.payments if touch.role is not Role.OWN_LOAN else ():
            if paid.asset != BASE_ASSET:
                continue
            if paid.receiver is None:
                causes.add(paid.payer, f"- {paid.atoms}", -paid.atoms)
            else:
                causes.pass_on(paid.payer, paid.receiver, str(paid.atoms), paid.atoms)


def _of_trade(causes: _Causes, markets: dict[MarketId, PerpMarket], trade: Traded) -> None:
    """PRP-061; on a spot market the price is paid."""
    parties, lots, price = Parties.of(trade), trade.lots, trade.price
    market = markets.get(trade.market)
    if market is None:
        causes.pass_on(parties.buyer, parties.seller, f"{price} * {lots}", price * lots)
        return
    mark = market.mark or price
    causes.add(parties.buyer, f"+ ({mark} - {price}) * {lots}", (mark - price) * lots)
    causes.add(parties.seller, f"+ ({price} - {mark}) * {lots}", (price - mark) * lots)


def _of_mark(causes: _Causes, markets: Sequence[PerpMarket], event: MarkSet) -> None:
    for market in markets:
        if market.asset == event.asset and market.mark is not None:
            for account, position in _positions(market).items():
                text = f"+ {signed(position)} * ({event.mark} - {market.mark})"
                causes.add(account, text, position * (event.mark - market.mark))


def _of_tick(causes: _Causes, market: PerpMarket, event: FundingTicked, index: int) -> None:
    for account, position in _positions(market).items():
        text = f"- {signed(position)} * ({event.index} - {signed(index)})"
        causes.add(account, text, -position * (event.index - index))


def _positions(market: PerpMarket) -> dict[AccountId, int]:
    parties = {account for leg in market.legs for account in (leg.long_account, leg.short_account)}
    return {account: int(market.position(account)) for account in sorted(parties)}
