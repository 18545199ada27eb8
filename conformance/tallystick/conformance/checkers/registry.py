"""Accounts, assets and markets as the events tell of them, with what they hold."""

from typing import assert_never

from attrs import define, field

from tallystick.conformance.checkers.ledger import Ledger
from tallystick.conformance.checkers.violation import BrokenTrailError, Violation
from tallystick.reference.types.dump import AssetDump
from tallystick.reference.types.events import (
    AccountOpened,
    AssetListed,
    DelegateAdded,
    DelegateRemoved,
    Deposited,
    FeeExemptSet,
    HaltedSet,
    MarketListed,
    MarkSet,
    TimeAdvanced,
    Transferred,
    TreasuryWithdrawn,
    Withdrawn,
)
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)

BASE_ASSET = AssetId(1)
"""The asset in which spot markets are quoted (STA-003)."""

RegistryEvent = (
    AccountOpened
    | DelegateAdded
    | DelegateRemoved
    | Deposited
    | Withdrawn
    | Transferred
    | AssetListed
    | MarketListed
    | MarkSet
    | HaltedSet
    | FeeExemptSet
    | TreasuryWithdrawn
    | TimeAdvanced
)


@define
class AccountRecord:
    """An account without its balances."""

    owner: PrincipalId
    delegates: set[PrincipalId] = field(factory=set)
    fee_exempt: bool = False
    last_order_id: OrderId = field(default=OrderId(0))
    last_engine_order_id: OrderId = field(default=OrderId(0))


@define
class AssetRecord:
    """An asset without its supply."""

    listed: AssetListed
    mark: Price | None = None
    mark_time: Milliseconds | None = None


@define
class MarketRecord:
    """A market without its orders."""

    listed: MarketListed
    halted: bool = False


@define
class Registry:
    """All that is known by id. An id that was never opened or listed breaks the trail."""

    now: Milliseconds = field(default=Milliseconds(0))
    accounts: dict[AccountId, AccountRecord] = field(factory=dict)
    assets: dict[AssetId, AssetRecord] = field(factory=dict)
    markets: dict[MarketId, MarketRecord] = field(factory=dict)
    ledger: Ledger = field(factory=Ledger)

    @classmethod
    def of_new_venue(cls, parameters: Parameters) -> "Registry":
        """What a venue opens with: the base asset (STA-003)."""
        registry = cls()
        registry.fold(
            AssetListed(BASE_ASSET, parameters.base_lot_atoms, parameters.base_fee_cap_atoms)
        )
        return registry

    def account(self, account: AccountId) -> AccountRecord:
        """The account of this id."""
        if account not in self.accounts:
            raise BrokenTrailError("INV-008", f"account {account} was never opened")
        return self.accounts[account]

    def asset(self, asset: AssetId) -> AssetRecord:
        """The asset of this id."""
        if asset not in self.assets:
            raise BrokenTrailError("INV-008", f"asset {asset} was never listed")
        return self.assets[asset]

    def market(self, market: MarketId) -> MarketRecord:
        """The market of this id."""
        if market not in self.markets:
            raise BrokenTrailError("INV-008", f"market {market} was never listed")
        return self.markets[market]

    def fold(self, event: RegistryEvent) -> None:
        """Apply an event that is about no order."""
        match event:
            case AccountOpened():
                _require(event.account == len(self.accounts) + 1, "STA-005", "is not the next id")
                self.accounts[event.account] = AccountRecord(event.owner)
            case DelegateAdded():
                delegates = self.account(event.account).delegates
                _require(event.delegate not in delegates, "CMD-021", "is a delegate already")
                delegates.add(event.delegate)
            case DelegateRemoved():
                delegates = self.account(event.account).delegates
                _require(event.delegate in delegates, "CMD-022", "is no delegate")
                delegates.remove(event.delegate)
            case FeeExemptSet():
                account = self.account(event.account)
                _require(account.fee_exempt != event.exempt, "CMD-030", "is so already")
                account.fee_exempt = event.exempt
            case AssetListed():
                _require(event.asset == len(self.assets) + 1, "STA-007", "is not the next id")
                self.assets[event.asset] = AssetRecord(event)
                self.ledger.list_asset(event.asset)
            case MarkSet():
                asset = self.asset(event.asset)
                asset.mark, asset.mark_time = event.mark, self.now
            case MarketListed():
                _require(event.market == len(self.markets) + 1, "STA-009", "is not the next id")
                self.asset(event.asset)
                self.markets[event.market] = MarketRecord(event)
            case HaltedSet():
                market = self.market(event.market)
                _require(market.halted != event.halted, "CMD-029", "is so already")
                market.halted = event.halted
            case TimeAdvanced():
                _require(event.now > self.now, "CMD-032", f"time was {self.now} already")
                self.now = event.now
            case Deposited() | Withdrawn() | Transferred() | TreasuryWithdrawn():
                self._book(event)
            case _ as never:
                assert_never(never)

    def close_command(self) -> list[Violation]:
        """What the entries of one command did to the ledger (INV-001, INV-002)."""
        return self.ledger.close_command()

    def asset_dumps(self) -> tuple[AssetDump, ...]:
        """All assets as a dump lists them, without risk values (STA-020)."""
        return tuple(
            AssetDump(
                asset=asset,
                lot_atoms=record.listed.lot_atoms,
                fee_cap_atoms=record.listed.fee_cap_atoms,
                mark=record.mark,
                mark_time=record.mark_time,
                supply_atoms=Atoms(self.ledger.assets[asset].supply_atoms),
                treasury_atoms=Atoms(self.ledger.assets[asset].treasury_atoms),
            )
            for asset, record in sorted(self.assets.items())
        )

    def _book(self, event: Deposited | Withdrawn | Transferred | TreasuryWithdrawn) -> None:
        self.asset(event.asset)
        match event:
            case Deposited():
                self.account(event.account)
                self.ledger.book(event.asset, event.account, event.atoms)
                self.ledger.book_supply(event.asset, event.atoms)
            case Withdrawn():
                self.account(event.account)
                self.ledger.book(event.asset, event.account, -event.atoms)
                self.ledger.book_supply(event.asset, -event.atoms)
            case Transferred():
                self.account(event.account)
                self.account(event.to_account)
                self.ledger.book(event.asset, event.account, -event.atoms)
                self.ledger.book(event.asset, event.to_account, event.atoms)
            case TreasuryWithdrawn():
                self.ledger.book_treasury(event.asset, -event.atoms)
                self.ledger.book_supply(event.asset, -event.atoms)
            case _ as never:
                assert_never(never)


def _require(condition: bool, clause: str, text: str) -> None:
    if not condition:
        raise BrokenTrailError(clause, text)
