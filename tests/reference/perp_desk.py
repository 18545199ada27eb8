"""A perpetual market on which sums are easy: market 3 of asset 3, tick 1, minimum 1 lot.

Unless a test says otherwise nobody pays fees and there is room for everything. An account has the
principal 10 above its own number.
"""

from collections.abc import Iterable
from typing import Any

from attrs import evolve

from tallystick.conformance.trace_text import parse_trace
from tallystick.reference.perpetual import Funding
from tallystick.reference.state import DebtKey, Leg, Market
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.events import Event
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.units import AccountId, Atoms, MarketId, Milliseconds
from tallystick.reference.views import claimed_atoms, legs_of, owed_atoms, position, wealth
from tests.reference.venue import Venue

HOUR = 3_600_000
TICK = 8 * HOUR
MARKET = MarketId(3)
ROOMY = {
    "max_accounts": 8,
    "perp_maker_fee_rate": 0,
    "perp_taker_fee_rate": 0,
    "max_touches": 20,
    "max_orders_per_account": 20,
    "max_orders": 60,
    "max_legs": 60,
    "max_legs_per_command": 60,
    "max_debts": 60,
    "max_debts_per_account": 30,
}


class Floor(Venue):
    """The example venue with that market and as many accounts as wanted, each with base atoms."""

    def __init__(
        self,
        accounts: int = 4,
        atoms: int = 1_000_000,
        source: str = "published",
        mark: int | None = 1_000,
        **overrides: int,
    ) -> None:
        super().__init__(Profile.PERP_1, **(ROOMY | overrides))
        self.run(f"""
            list_asset signer=0 lot_atoms=10 fee_cap_atoms=5
            list_market signer=0 asset=3 kind=perp tick=1 minimum_lots=1 funding_source={source}
        """)
        self.accounts = range(1, accounts + 1)
        for account in self.accounts:
            if account > 3:
                self.run(f"open_account signer={10 + account}")
            if atoms:
                self.of(account, "deposit", asset=1, atoms=atoms)
        if mark is not None:
            self.mark(mark)

    def of(self, account: int, command: str, *lines: str, **fields: object) -> tuple[Event, ...]:
        """A command that the owner of an account gives, with what it must answer; its events."""
        words = " ".join(f"{key}={_word(value)}" for key, value in fields.items())
        text = f"{command} signer={10 + account} account={account} {words}"
        outcome = self.run("\n".join((text, *(f"=> {line}" for line in lines))))
        return outcome.events if isinstance(outcome, Accepted) else ()

    def order(
        self, account: int, side: str, price: int, lots: int, *lines: str, **more: Any
    ) -> tuple[Event, ...]:
        """An order of an account with the next id; what it must answer; its events."""
        order_id = self.state.accounts[AccountId(account)].last_order_id + 1
        fields = {"order_id": order_id, "market": 3, "side": side, "price": price, "lots": lots}
        return self.of(account, "place_order", *lines, **(fields | more))

    def trade(
        self, buyer: int, seller: int, lots: int, price: int, *lines: str, **more: Any
    ) -> tuple[Event, ...]:
        """A trade of which the buyer is the maker; the events of the seller's command."""
        self.order(buyer, "buy", price, lots, **more)
        return self.order(seller, "sell", price, lots, *lines, order_type="ioc", **more)

    def mark(self, mark: int, asset: int = 3) -> None:
        """Set the mark of an asset."""
        self.run(f"set_mark signer=0 asset={asset} mark={mark}")

    def at(self, now: int) -> tuple[Event, ...]:
        """Move the clock; the events of it."""
        outcome = self.run(f"advance_time signer=0 now={now}")
        assert isinstance(outcome, Accepted)
        return outcome.events

    def apply_text(self, text: str) -> Outcome:
        """Execute one command in the notation of a trace, accepted or not."""
        (step,) = parse_trace(text, self.profile).steps
        return self.apply(step.command)

    def market(self, market: int = MARKET) -> Market:
        """A market as it stands."""
        return self.state.markets[MarketId(market)]

    def funding(self, market: int = MARKET) -> Funding:
        """Funding of a perpetual market as it stands."""
        funding = self.market(market).funding
        assert funding is not None
        return funding

    def give(self, market: int = MARKET, **numbers: Any) -> None:
        """Give a market numbers of funding that it would have after a longer story."""
        changed = evolve(self.market(market), funding=evolve(self.funding(market), **numbers))
        markets = {**self.state.markets, changed.market: changed}
        self.state = evolve(self.state, markets=markets)

    def owe(self, debtor: int, creditor: int, due: int, atoms: int) -> None:
        """Give an account a settlement debt that it would have after a longer story."""
        key = DebtKey(AccountId(debtor), AccountId(creditor), Milliseconds(due))
        self.state = evolve(self.state, debts={**self.state.debts, key: Atoms(atoms)})

    def debts(self) -> list[tuple[int, int, int, int]]:
        """All debts as debtor, creditor, due time in hours and atoms."""
        rows = self.dump().debts or ()
        return [(row.debtor, row.creditor, row.due // HOUR, row.atoms) for row in rows]

    def legs(self, market: int = MARKET) -> list[tuple[int, int, int, int]]:
        """All legs of a market as number, long, short and lots."""
        legs: Iterable[Leg] = self.market(market).legs.values()
        return sorted((leg.leg, leg.long_account, leg.short_account, leg.lots) for leg in legs)

    def position(self, account: int, market: int = MARKET) -> int:
        """The position of an account."""
        return position(self.state, AccountId(account), MarketId(market))

    def wealth(self, account: int) -> int:
        """The wealth of an account (PRP-060)."""
        return wealth(self.state, AccountId(account))

    def wealth_of_all(self) -> dict[int, int]:
        """The wealth of every account, and of the treasury as 0."""
        treasury = self.state.assets[self.dump().assets[0].asset].treasury_atoms
        claimed = claimed_atoms(self.state, AccountId(0))
        return {0: treasury + claimed} | {each: self.wealth(each) for each in self.accounts}

    def owed(self, account: int) -> int:
        """What an account owes in settlement debts."""
        return owed_atoms(self.state, AccountId(account))

    def leg_values(self, account: int) -> list[int]:
        """The values of the legs of an account, by market and number."""
        return [view.value_atoms for view in legs_of(self.state, AccountId(account))]

    def cash(self, account: int) -> int:
        """Base atoms of an account."""
        return self.holds(account, 1)[0]


def names(events: tuple[Event, ...]) -> list[str]:
    """The classes of events, in order."""
    return [type(event).__name__ for event in events]


def _word(value: object) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)
