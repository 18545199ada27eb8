"""Which method sees which fault: vectors, auditor, log checker, campaign, contracts, CrossHair.

All but the vectors and CrossHair are given the same commands: sequences of every campaign, by
turns. The auditor and the log checker know no engine. The campaign compares with the reference, as
`tallystick run` does. The contracts are the assertions of the reference, left in a second engine
with the same fault.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache

from attrs import define, field, frozen

from tallystick.conformance import targets
from tallystick.conformance.auditor import Auditor
from tallystick.conformance.campaign import CAMPAIGNS as ALL_CAMPAIGNS
from tallystick.conformance.campaign import COMMANDS_PER_SEQUENCE, PROFILES, WORLDS, sequence
from tallystick.conformance.checkers.log_check import check_log
from tallystick.conformance.checkers.log_events import log_from_events
from tallystick.conformance.checkers.log_files import LogFormatError
from tallystick.conformance.checkers.log_report import LogVerdict
from tallystick.conformance.engine import Engine
from tallystick.conformance.faults.contracts import (
    Judgement,
    commands_until_broken,
    has_vector_that_breaks,
    judgement_on,
)
from tallystick.conformance.faults.fault import Fault
from tallystick.conformance.faults.faulty import opener_of, pipe_of_fault
from tallystick.conformance.faults.strength import LIMITS, sound_vectors
from tallystick.conformance.protocol.process import EngineFaultError
from tallystick.conformance.protocol.venue import RemoteVenue
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.verdicts import Case, Verdict
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Outcome

SEED = 1
CAMPAIGNS = tuple(
    each
    for preset in WORLDS
    for each in ((profile, preset) for profile in PROFILES)
    if each in ALL_CAMPAIGNS
)


@frozen
class Answers:
    """What the reference answers to a case: outcomes, dumps, and the root at the end.

    `has_right_log` is whether the log checker finds nothing in them: where it cannot judge what is
    sound, what it says of a fault is no sighting.
    """

    outcomes: tuple[Outcome, ...]
    dumps: tuple[StateDump, ...]
    root: str
    has_right_log: bool


@define
class Sighting:
    """After how many commands each method saw a fault; None if it did not.

    Contracts that were not broken by these commands are tried with the vectors. What CrossHair
    judges depends on no commands.
    """

    fault: Fault
    auditor: int | None = None
    log_checker: int | None = None
    campaign: int | None = None
    contracts: int | None = None
    breaks_contract_in_vector: bool = False
    judgement: Judgement = Judgement.NOT_ASKED
    commands: int = 0
    _steps: list[tuple[Command, Outcome]] = field(factory=list, init=False)

    @property
    def is_complete(self) -> bool:
        """Whether nothing more can be learned."""
        return None not in (self.auditor, self.log_checker, self.campaign, self.contracts)

    def follow(self, case: Case, answers: Answers) -> None:
        """Run a case on the engine with the fault, and let every method look at it.

        An engine that raises an error ends its case: that is no sighting.
        """
        began = self.commands
        self._steps.clear()
        auditor = Auditor(case.profile, case.parameters)
        with suppress(Exception):
            engine = opener_of(self.fault)(case.profile, case.parameters)
            if isinstance(engine, RemoteVenue):
                engine.prepare(case.commands, 1, LIMITS.step_seconds)
            for step, command in enumerate(case.commands):
                self.commands = began + step + 1
                self._look(engine, auditor, command, answers, step)
            if self.campaign is None and _is_root_wrong(engine, answers.root):
                self.campaign = self.commands
        self.commands = began + len(case.commands)
        if self.log_checker is None and answers.has_right_log and _is_log_wrong(self._steps):
            self.log_checker = self.commands
        if self.contracts is None:
            count = commands_until_broken(self.fault, case)
            self.contracts = None if count is None else began + count

    def forget_steps(self) -> None:
        """Let go of the last case: nothing more is looked at."""
        self._steps.clear()

    def _look(
        self, engine: Engine, auditor: Auditor, command: Command, answers: Answers, step: int
    ) -> None:
        outcome = engine.apply(command)
        self._steps.append((command, outcome))
        dump = engine.dump()
        judged = [*auditor.observe(outcome), *auditor.judge(command, outcome)]
        if self.auditor is None and [*judged, *auditor.check(dump)]:
            self.auditor = self.commands
        differs = outcome != answers.outcomes[step] or dump != answers.dumps[step]
        if self.campaign is None and differs:
            self.campaign = self.commands


def _is_log_wrong(steps: Sequence[tuple[Command, Outcome]]) -> bool:
    """Whether the log of a case has a wrong row; one that is refused is not judged."""
    log = log_from_events(steps)
    try:
        return check_log(log.orders, log.trades).verdict is LogVerdict.WRONG
    except LogFormatError:
        return False


def _is_root_wrong(engine: Engine, root: str) -> bool:
    """Whether it is another, or an engine behind a pipe answers otherwise when asked again."""
    try:
        return engine.root() != root
    except EngineFaultError as fault:
        return fault.verdict is Verdict.DIVERGED


def sighting_of(fault: Fault, commands: int) -> Sighting:
    """What the methods see of a fault in so many commands, or the sequences that make them up.

    A fault of the pipe is given one sequence of each campaign at most: a conversation is slow, and
    its engine is the reference.
    """
    sighting = Sighting(fault)
    count = -(-commands // COMMANDS_PER_SEQUENCE)
    for case, answers in _cases(count)[: len(CAMPAIGNS) if fault.is_of_the_pipe else count]:
        if not sighting.is_complete:
            sighting.follow(case, answers)
    if fault.is_of_the_pipe:
        pipe_of_fault(fault).end()
    if sighting.contracts is None:
        sighting.breaks_contract_in_vector = has_vector_that_breaks(fault, sound_vectors())
    sighting.judgement = judgement_on(fault)
    sighting.forget_steps()
    return sighting


@cache
def _cases(count: int) -> Sequence[tuple[Case, Answers]]:
    """Sequences of all campaigns by turns, and what the reference answers."""
    return tuple(_answered(case) for case in _campaign_cases(count))


def _campaign_cases(count: int) -> Iterator[Case]:
    for number in range(count):
        index, turn = divmod(number, len(CAMPAIGNS))
        profile, preset = CAMPAIGNS[turn]
        commands = sequence(SEED, profile, preset, index)
        yield Case(
            profile, load_preset(preset, profile=profile), commands, {"sequence": str(index)}
        )


def _answered(case: Case) -> tuple[Case, Answers]:
    engine = targets.open_engine("reference", case.profile, case.parameters)
    steps = [(engine.apply(command), engine.dump()) for command in case.commands]
    outcomes, dumps = zip(*steps, strict=True)
    log_is_wrong = _is_log_wrong(list(zip(case.commands, outcomes, strict=True)))
    return case, Answers(outcomes, dumps, engine.root(), not log_is_wrong)
