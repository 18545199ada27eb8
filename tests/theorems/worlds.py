"""Random venues on the reference: accounts who trade, lend and borrow at random.

They are of `margin/1` with five accounts, or of `world/1` with nine, if the climate says so.

Numbers are small and odd, so that every rounding shows; a world has a seed and a `Climate`.
"""

from collections.abc import Iterator
from random import Random

from attrs import evolve, frozen

from tallystick.conformance.spec_files import load_preset
from tallystick.reference import State, dump, open_venue, step
from tallystick.reference.types.choices import FundingSource, MarketKind, Profile
from tallystick.reference.types.commands import (
    AdvanceTime,
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    OpenAccount,
    SetMark,
)
from tallystick.reference.types.dump import AssetDump, StateDump
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    Permille,
    Price,
    PrincipalId,
)

HOUR = 3_600_000
OPERATOR = PrincipalId(0)
OWNERS = (11, 12, 13, 14, 14, 16, 17, 18, 19)
"""Accounts 4 and 5 have one owner, who may transfer between them."""
ACCOUNTS = tuple(AccountId(number) for number in range(1, 6))
"""The accounts of most worlds."""
BASE, COIN, GRAIN = AssetId(1), AssetId(2), AssetId(3)
MARKETS = (
    *((COIN, MarketKind.SPOT), (COIN, MarketKind.LEND), (COIN, MarketKind.PERP)),
    *((BASE, MarketKind.LEND), (GRAIN, MarketKind.SPOT), (GRAIN, MarketKind.PERP)),
    (GRAIN, MarketKind.LEND),
)
"""Asset and kind of the markets 1, 2, 3, ..."""
ROOMY = {
    "max_accounts": 5,
    "max_assets": 4,
    "max_markets": 8,
    "max_touches": 40,
    "max_orders_per_account": 12,
    "max_orders": 60,
    "max_loans": 40,
    "max_claims": 6,
    "max_loans_per_account": 30,
    "max_legs": 60,
    "max_legs_per_command": 60,
    "max_debts": 60,
    "max_debts_per_account": 30,
    "mark_valid_ms": 200 * HOUR,
    "reservation_multiple_tenths": 40,
    "base_lot_atoms": 70,
}


@frozen
class Climate:
    """What a world is like; `boldness` multiplies the lots of orders, `more` overrides parameters.

    An account has at most `riches` base atoms, and less of the other assets; `accounts` is how many
    there are.
    """

    has_fees: bool = True
    fee_cap_atoms: int = 10_000
    riches: int = 6_000
    boldness: int = 1
    coin_risk: tuple[int, int, int] = (100, 30, 20)
    grain_risk: tuple[int, int, int] = (60, 10, 0)
    more: tuple[tuple[str, int], ...] = ()
    profile: Profile = Profile.MARGIN_1
    accounts: int = len(ACCOUNTS)

    def overrides(self) -> dict[str, int]:
        """Parameters that differ from preset `minimal`."""
        names = ("spot_maker", "spot_taker", "perp_maker", "perp_taker", "lend")
        free = {} if self.has_fees else {f"{name}_fee_rate": 0 for name in names}
        roomy = {**ROOMY, "max_accounts": self.accounts}
        return {**roomy, "base_fee_cap_atoms": self.fee_cap_atoms, **free, **dict(self.more)}


class World:
    """A venue on the reference that remembers its state."""

    def __init__(self, seed: int, climate: Climate = Climate()) -> None:
        self.random = Random(seed)
        self.climate = climate
        parameters = load_preset("minimal", climate.overrides(), climate.profile)
        self.state: State = open_venue(climate.profile, parameters)
        self.opened_by = tuple(self._opening())
        for command in self.opened_by:
            outcome = self.apply(command)
            assert not isinstance(outcome, Rejected), (command, outcome)

    def apply(self, command: Command) -> Outcome:
        """Execute one command."""
        self.state, outcome = step(self.state, command)
        return outcome

    def accept(self, command: Command) -> Accepted:
        """Execute one command that must be accepted."""
        outcome = self.apply(command)
        assert isinstance(outcome, Accepted), (command, outcome)
        return outcome

    def dump(self) -> StateDump:
        """The present state."""
        return dump(self.state)

    @property
    def accounts(self) -> tuple[AccountId, ...]:
        """All accounts, ascending."""
        return tuple(AccountId(number) for number in range(1, self.climate.accounts + 1))

    def _opening(self) -> Iterator[Command]:
        climate = self.climate
        for lot_atoms in (10, 3):
            yield ListAsset(OPERATOR, Atoms(lot_atoms), Atoms(climate.fee_cap_atoms))
        for asset, kind in MARKETS:
            source = FundingSource.PUBLISHED if kind is MarketKind.PERP else None
            tick = Price(5 if kind is MarketKind.LEND else 1)
            yield ListMarket(OPERATOR, asset, kind, tick, Lots(1), source)
        for account in self.accounts:
            yield OpenAccount(owner_of(account))
        for asset, mark, risk in (
            (COIN, 100, climate.coin_risk),
            (GRAIN, 77, climate.grain_risk),
        ):
            yield SetMark(OPERATOR, asset, Price(mark))
            first, second, third = (Permille(each) for each in risk)
            yield SetRisk(OPERATOR, asset, first, second, third)
        for account in self.accounts:
            riches = climate.riches
            for asset, atoms in ((BASE, riches), (COIN, riches // 20), (GRAIN, riches // 60)):
                drawn = atoms - self.random.randrange(atoms // 2)
                yield Deposit(owner_of(account), account, asset, Atoms(drawn))


def owner_of(account: AccountId) -> PrincipalId:
    """Who owns an account."""
    return PrincipalId(OWNERS[account - 1])


def market_of(asset: AssetId, kind: MarketKind) -> MarketId:
    """The market of an asset of a kind."""
    return MarketId(MARKETS.index((asset, kind)) + 1)


def at_marks(state: StateDump, marks: dict[AssetId, int]) -> StateDump:
    """The same venue under other marks."""

    def remarked(asset: AssetDump) -> AssetDump:
        mark = marks.get(asset.asset)
        return asset if mark is None else evolve(asset, mark=Price(mark))

    return evolve(state, assets=tuple(map(remarked, state.assets)))


def hours_later(world: World, hours: int, milliseconds: int = 0) -> Command:
    """The command that moves a world's clock."""
    later = world.state.now + hours * HOUR + milliseconds
    return AdvanceTime(OPERATOR, Milliseconds(later))
