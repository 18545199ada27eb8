"""The whole scenario as a function, for the command line."""

from collections.abc import Mapping, Sequence
from hashlib import file_digest
from pathlib import Path

from attrs import define, field, frozen

from tallystick.conformance.flows.driver import FlowReport, drive
from tallystick.conformance.scenarios.basis_venue import Terms
from tallystick.conformance.scenarios.check import Check, run_check
from tallystick.conformance.scenarios.crash import Closings, Day, run_closings, run_day
from tallystick.conformance.scenarios.data_files import (
    FUNDING,
    HOURS_OF,
    MINUTES,
    PRINTS,
    DataFiles,
)
from tallystick.conformance.scenarios.instruments import BITCOIN
from tallystick.conformance.scenarios.rates import Rates
from tallystick.conformance.scenarios.session import PROFILE, Session
from tallystick.conformance.scenarios.years import Progress, Years, run_years
from tallystick.conformance.verdicts import Case, Verdict

PARTS = ("check", "years", "day", "closings")


@frozen
class Wish:
    """What is asked for. Parts that need trades are left out where only the extract is at hand."""

    terms: Terms
    files: DataFiles
    leverages: tuple[int, ...] = (10, 20, 40, 80)
    rhythm: str = "term"
    parts: tuple[str, ...] = PARTS
    targets: tuple[str, ...] = ()


@define
class BasisReport:
    """What was found. A part that was not asked for, or that has no data, is None."""

    wish: Wish
    sources: dict[str, str] = field(factory=dict)
    """SHA-256 of every file that was read, by name."""
    check: Check | None = None
    years: Years | None = None
    day: Day | None = None
    closings: Closings | None = None
    left_out: dict[str, str] = field(factory=dict)
    """By part that was asked for and could not be led: why."""
    flows: dict[str, FlowReport] = field(factory=dict)
    """By part: what the engines showed of each other."""

    @property
    def verdict(self) -> Verdict:
        """Diverged if engines differ, or the ledger of the check is not what arithmetic says."""
        for flow in self.flows.values():
            if flow.verdict is not Verdict.CONFORMANT:
                return flow.verdict
        if self.check is not None and not self.check.is_exact:
            return Verdict.DIVERGED
        return Verdict.CONFORMANT if self.flows else Verdict.INCOMPLETE

    @property
    def sessions(self) -> Mapping[str, Session]:
        """The venue of every part that was led."""
        found = (
            ("check", self.check),
            ("years", self.years),
            ("day", self.day),
            ("closings", self.closings),
        )
        return {name: part.session for name, part in found if part is not None}


def left_out(wish: Wish) -> dict[str, str]:
    """The parts that cannot be led, and why: what they read is not at hand."""
    why: dict[str, str] = {}
    if wish.terms.instrument is not BITCOIN:
        why = dict.fromkeys(("day", "closings"), "the recorded minutes are of bitcoin")
    elif wish.files.is_extract:
        why = {"closings": f"no {PRINTS} in the data"}
    return {part: why[part] for part in wish.parts if part in why}


def run_basis(wish: Wish, progress: Progress) -> BasisReport:
    """Lead every part, then give all engines the commands of each.

    FlowInputError says what is wrong with a file, ScenarioError what the venue did not do; the
    other errors are those of `drive`.
    """
    report = BasisReport(wish, left_out=left_out(wish))
    if "check" in wish.parts:
        report.check = run_check(compares=wish.terms.compares)
    if "years" in wish.parts:
        _years(report, progress)
    if {"day", "closings"} & (set(wish.parts) - set(report.left_out)):
        _minutes(report, progress)
    if wish.terms.compares:
        for part, session in report.sessions.items():
            flow = report.flows[part] = _compared(part, session, wish.targets, progress)
            if flow.verdict is not Verdict.CONFORMANT:
                break
    return report


def _years(report: BasisReport, progress: Progress) -> None:
    wish = report.wish
    instrument = wish.terms.instrument
    bars = wish.files.hours(instrument)
    rates = _rates(report)
    _note(report, HOURS_OF[instrument.word])
    report.years = run_years(wish.terms, wish.leverages, bars, rates, wish.rhythm, progress)


def _minutes(report: BasisReport, progress: Progress) -> None:
    """These files are of bitcoin, whatever the years are of."""
    wish = report.wish
    bars = wish.files.minutes()
    _note(report, MINUTES)
    if "day" in wish.parts:
        report.day = run_day(wish.terms, wish.leverages, bars, _rates(report), progress)
    prints = wish.files.prints() if "closings" in wish.parts else None
    if prints is not None:
        _note(report, PRINTS)
        report.closings = run_closings(wish.terms, bars, prints, _rates(report), progress)


def _rates(report: BasisReport) -> Rates:
    _note(report, FUNDING)
    return Rates.of(report.wish.files.funding())


def _note(report: BasisReport, beginning: str) -> None:
    path: Path = report.wish.files.path(beginning)
    if path.name not in report.sources:
        with path.open("rb") as file:
            report.sources[path.name] = file_digest(file, "sha256").hexdigest()


def _compared(
    part: str, session: Session, targets: Sequence[str], progress: Progress
) -> FlowReport:
    """All engines on the commands of a part: outcomes and events after every one."""
    source = {"scenario": "basis", "part": part}
    case = Case(PROFILE, session.parameters, tuple(session.commands), source)

    def tell(target: str, done: int) -> None:
        progress(f"{part} on {target}", done, len(case.commands))

    return drive(case, targets, progress=tell)
