"""Balances, supply and treasury as the events tell of them."""

from attrs import define, field

from tallystick.conformance.checkers.violation import BrokenTrailError, Violation
from tallystick.reference.types.units import AccountId, AssetId

SUPPLY_BOUND_ATOMS = 2**56
"""No supply exceeds it (SPT-020)."""


@define
class AssetLedger:
    """One asset: who holds how many atoms of it."""

    supply_atoms: int = 0
    treasury_atoms: int = 0
    escrow_atoms: int = 0
    balances: dict[AccountId, int] = field(factory=dict)


@define
class Ledger:
    """All assets. An entry that leaves a debt is booked all the same, and reported."""

    assets: dict[AssetId, AssetLedger] = field(factory=dict)
    _changed: set[AssetId] = field(factory=set)
    _debts: list[Violation] = field(factory=list)

    def list_asset(self, asset: AssetId) -> None:
        """Begin a ledger of nothing."""
        self.assets[asset] = AssetLedger()

    def holdings(self, account: AccountId) -> list[tuple[AssetId, int]]:
        """Atoms of the account in every asset, ascending by asset."""
        assets = sorted(self.assets.items())
        return [(asset, ledger.balances.get(account, 0)) for asset, ledger in assets]

    def book(self, asset: AssetId, account: AccountId, atoms: int) -> None:
        """Add atoms, or take them if negative."""
        ledger = self._ledger(asset)
        balance = ledger.balances.get(account, 0) + atoms
        ledger.balances[account] = balance
        self._note_debt(balance, f"balance of account {account} in asset {asset}")

    def book_treasury(self, asset: AssetId, atoms: int) -> None:
        """Add atoms to the treasury, or take them if negative."""
        ledger = self._ledger(asset)
        ledger.treasury_atoms += atoms
        self._note_debt(ledger.treasury_atoms, f"treasury of asset {asset}")

    def book_escrow(self, asset: AssetId, atoms: int) -> None:
        """Add atoms to what is in nobody's balance, or take them if negative (LIQ-022)."""
        ledger = self._ledger(asset)
        ledger.escrow_atoms += atoms
        self._note_debt(ledger.escrow_atoms, f"what is in escrow of asset {asset}")

    def book_supply(self, asset: AssetId, atoms: int) -> None:
        """Record what came in from outside, or went out if negative."""
        ledger = self._ledger(asset)
        ledger.supply_atoms += atoms
        self._note_debt(ledger.supply_atoms, f"supply of asset {asset}")
        if ledger.supply_atoms > SUPPLY_BOUND_ATOMS:
            text = f"supply of asset {asset} is {ledger.supply_atoms}, above 2^56"
            self._debts.append(Violation("INV-002", text))

    def close_command(self) -> list[Violation]:
        """Debts since the last call, and assets that no longer add up (INV-001, INV-002)."""
        found, self._debts = self._debts, []
        for asset in sorted(self._changed):
            ledger = self.assets[asset]
            held = sum(ledger.balances.values()) + ledger.treasury_atoms + ledger.escrow_atoms
            if held != ledger.supply_atoms:
                text = f"asset {asset}: {held} atoms are held, supply is {ledger.supply_atoms}"
                found.append(Violation("INV-001", text))
        self._changed.clear()
        return found

    def _ledger(self, asset: AssetId) -> AssetLedger:
        if asset not in self.assets:
            raise BrokenTrailError("INV-008", f"asset {asset} is not listed")
        self._changed.add(asset)
        return self.assets[asset]

    def _note_debt(self, atoms: int, what: str) -> None:
        if atoms < 0:
            self._debts.append(Violation("INV-002", f"{what} is {atoms}"))
