"""Risk values as the events tell of them: in force, and announced (MGN-010 to MGN-013)."""

from typing import assert_never

from attrs import define, evolve, field

from tallystick.conformance.checkers.loan_record import Report
from tallystick.conformance.checkers.registry import BASE_ASSET, Registry
from tallystick.conformance.checkers.violation import BrokenTrailError
from tallystick.reference.types.dump import AnnouncedRiskDump, AssetDump, RiskDump
from tallystick.reference.types.events import TimeAdvanced
from tallystick.reference.types.margin_events import (
    AccountValued,
    MarginEvent,
    RiskAnnounced,
    RiskChanged,
)
from tallystick.reference.types.parameters import MarginParameters
from tallystick.reference.types.units import AssetId


@define
class Risks:
    """The risk values of every asset, and what must come into force in the present command."""

    registry: Registry
    margin: MarginParameters
    report: Report
    in_force: dict[AssetId, RiskDump] = field(factory=dict)
    announced: dict[AssetId, AnnouncedRiskDump] = field(factory=dict)
    _due: list[AssetId] = field(factory=list)
    """Assets whose announced values the time has reached, ascending."""

    def advance(self, event: TimeAdvanced) -> None:
        """Announced values that the time has reached must come into force (MGN-013)."""
        self._due = [
            asset
            for asset, values in sorted(self.announced.items())
            if values.effective_at <= event.now
        ]

    def end_command(self) -> None:
        """Report values that should have come into force."""
        for asset in self._due:
            self.report(
                "MGN-013", f"announced risk values of asset {asset} did not come into force"
            )
        self._due = []

    def fold(self, event: MarginEvent) -> None:
        """Apply an event; what an account is worth is judged by the states (MGN-032)."""
        match event:
            case RiskChanged():
                self._change(event)
            case RiskAnnounced():
                self._announce(event)
            case AccountValued():
                self.registry.account(event.account)
            case _ as never:
                assert_never(never)

    def _change(self, event: RiskChanged) -> None:
        """Values are in force: announced ones whose time has come, or first ones at once."""
        values = RiskDump(
            event.risk_permille, event.slippage_permille, event.perp_slippage_permille
        )
        self._require_asset(event.asset)
        if event.asset in self._due:
            if event.asset != self._due[0]:
                self.report("MGN-013", f"{event} before those of asset {self._due[0]}")
            self._due.remove(event.asset)
            known = self.announced.pop(event.asset)
            wanted = RiskDump(
                known.risk_permille, known.slippage_permille, known.perp_slippage_permille
            )
            if values != wanted:
                self.report("MGN-013", f"{event}, but {wanted} were announced")
        elif event.asset in self.in_force:
            self.report("MGN-011", f"{event} at once, and there are risk values already")
        self.in_force[event.asset] = values

    def _announce(self, event: RiskAnnounced) -> None:
        """Values are announced, in place of others (MGN-011)."""
        self._require_asset(event.asset)
        if event.effective_at < self.registry.now + self.margin.risk_notice_ms:
            self.report("MGN-011", f"{event} is announced at {self.registry.now}")
        self.announced[event.asset] = AnnouncedRiskDump(
            event.risk_permille,
            event.slippage_permille,
            event.perp_slippage_permille,
            event.effective_at,
        )

    def with_values(self, assets: tuple[AssetDump, ...]) -> tuple[AssetDump, ...]:
        """The assets of a dump with their risk values."""
        return tuple(
            evolve(
                dump,
                risk=self.in_force.get(dump.asset),
                announced=self.announced.get(dump.asset),
            )
            for dump in assets
        )

    def _require_asset(self, asset: AssetId) -> None:
        self.registry.asset(asset)
        if asset == BASE_ASSET:
            raise BrokenTrailError("MGN-011", "the base asset has no risk values")
