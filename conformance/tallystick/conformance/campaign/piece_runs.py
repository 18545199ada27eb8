"""One piece of a campaign, run beside every engine it is compared with."""

import time
from collections.abc import Callable
from functools import partial

from attrs import Factory, define, evolve, frozen

from tallystick.conformance.campaign.pairs import compare_pair
from tallystick.conformance.campaign.pieces import Piece
from tallystick.conformance.campaign.plans import (
    REFERENCE,
    CampaignPlan,
    commands_per_dump,
)
from tallystick.conformance.campaign.sequences import set_up_commands
from tallystick.conformance.coverage import Hits
from tallystick.conformance.runner import Opener, compare, shrink
from tallystick.conformance.targets import open_engine
from tallystick.conformance.traces import Trace
from tallystick.conformance.verdicts import Case, Finding
from tallystick.reference.types.outcome import Outcome

BESIDE = "beside"
"""Key of a case's source where two engines differ, though each alone is as the reference."""
_SECONDS_PER_SIGN = 1.0


@frozen
class PieceFailure:
    """What was found beside `against`; the trace names the engine that was wrong."""

    against: str
    trace: Trace


@frozen
class PieceResult:
    """A piece up to its end or its first failure; `commands` were answered as they must be."""

    piece: Piece
    commands: int
    hits: Hits
    seconds: float
    failure: PieceFailure | None = None


@frozen
class Sign:
    """A sign of life: the piece is at its sequence `position`, beside `against`."""

    position: int
    against: str


@frozen
class Found:
    """A failure that is still to be shrunk, told in case that does not end."""

    failure: PieceFailure


Tell = Callable[[Sign | Found], None]


def run_piece(plan: CampaignPlan, piece: Piece, tell: Tell) -> PieceResult:
    """Run a piece beside all engines of the plan; its first failure ends it, shrunk."""
    began = time.monotonic()
    run = _Run(plan, piece, tell)
    for position, case in enumerate(piece.cases()):
        run.position = position
        failure = run.case(case)
        if failure is not None:
            return PieceResult(piece, run.commands, run.hits, time.monotonic() - began, failure)
    return PieceResult(piece, run.commands, run.hits, time.monotonic() - began)


def opener_of(target: str) -> Opener:
    """Opens venues on the engine of that name."""
    return partial(open_engine, target)


@define
class _Run:
    """How far a piece is. Commands are counted beside the first engine of the plan."""

    plan: CampaignPlan
    piece: Piece
    tell: Tell
    commands: int = 0
    hits: Hits = Factory(Hits)
    position: int = 0
    against: str = ""
    told: float = 0.0
    set_up: int = Factory(
        lambda run: len(set_up_commands(run.piece.profile, run.piece.preset)), takes_self=True
    )

    def case(self, case: Case) -> PieceFailure | None:
        """Run one sequence; its first failure, shrunk."""
        for against in self.plan.against:
            self.against = against
            self.sign()
            found = self.beside_reference(case) if against == REFERENCE else self.beside_other(case)
            if found is not None:
                return self.shrunk(case, *found)
        return None

    def beside_reference(self, case: Case) -> tuple[str, Finding] | None:
        """As `run` does; the name of the wrong engine, and the finding."""
        counts = self.against == self.plan.against[0]

        def watch(step: int, outcome: Outcome) -> None:
            if counts:
                self.commands += 1
                self.hits.count(outcome, is_drawn=step >= self.set_up)
            self.sign_seldom()

        finding = compare(
            case,
            opener_of(self.plan.target),
            self.plan.limits,
            watcher=watch,
            commands_per_dump=commands_per_dump(self.plan.commands_per_dump, self.against),
        )
        return (self.plan.target, finding) if finding is not None else None

    def beside_other(self, case: Case) -> tuple[str, Finding] | None:
        """In groups; the name of the wrong engine, and the finding."""
        counts = self.against == self.plan.against[0]

        def watch(first: int, outcomes: list[Outcome]) -> None:
            if counts:
                self.commands += len(outcomes)
                for step, outcome in enumerate(outcomes, first):
                    self.hits.count(outcome, is_drawn=step >= self.set_up)
            self.sign_seldom()

        target, against = self.plan.target, self.against
        engines = ((target, opener_of(target)), (against, opener_of(against)))
        every = commands_per_dump(self.plan.commands_per_dump, against)
        return compare_pair(case, engines, self.plan.limits, every, watch)

    def shrunk(self, case: Case, target: str, finding: Finding) -> PieceFailure:
        """The shortest case found that shows the finding of this engine beside the reference."""
        if not target:
            # Only the two together show it, and only from the beginning of the sequence.
            case = evolve(case, source={**case.source, BESIDE: self.against})
            return PieceFailure(self.against, Trace(self.plan.target, case, finding))
        self.tell(Found(PieceFailure(self.against, Trace(target, case, finding))))
        shorter, again = shrink(case, finding, opener_of(target), self.plan.limits)
        return PieceFailure(self.against, Trace(target, shorter, again))

    def sign(self) -> None:
        """Tell where the piece is."""
        self.told = time.monotonic()
        self.tell(Sign(self.position, self.against))

    def sign_seldom(self) -> None:
        """Tell it again, if that is some time ago."""
        if time.monotonic() - self.told >= _SECONDS_PER_SIGN:
            self.sign()
