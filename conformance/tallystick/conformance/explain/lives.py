"""Runs the commands of a case on an engine and follows every loan through its events."""

from collections.abc import Iterator, Sequence
from functools import partial

from attrs import evolve, frozen

from tallystick.conformance import targets
from tallystick.conformance.explain.cases import ExplainError, named_case
from tallystick.conformance.explain.loan_book import LoanBook, LoanBookError
from tallystick.conformance.explain.states import Transition, of_event, of_time
from tallystick.conformance.explain.touches import Touch
from tallystick.conformance.runner import Limits, Subject
from tallystick.conformance.verdicts import Case
from tallystick.reference.types.commands import Command
from tallystick.reference.types.events import TimeAdvanced
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import AssetId, LoanId, Milliseconds

BASE_ASSET = AssetId(1)


@frozen
class Moment:
    """What one event of a command did to one loan; commands are numbered from 1."""

    number: int
    command: Command
    now: Milliseconds
    touch: Touch


@frozen
class History:
    """All that happened to the loans of a case, and how they stand at the end."""

    name: str
    target: str
    moments: tuple[Moment, ...]
    transitions: tuple[Transition, ...]
    book: LoanBook
    differences: tuple[str, ...]
    """Where the engine's state or events are not what the rules give."""

    def life(self, loan: LoanId) -> tuple[Moment, ...]:
        """What happened to one loan; ExplainError if there never was such a loan."""
        found = tuple(moment for moment in self.moments if moment.touch.loan == loan)
        if not found:
            last = max((moment.touch.loan for moment in self.moments), default=0)
            known = f"loans 1 to {last}" if last else "no loan"
            raise ExplainError(f"there is no loan {loan} in {self.name}: {known} was there")
        return found


def find_case(name: str) -> Case:
    """A case with loans; the errors are those of `named_case`."""
    return named_case(name, lambda profile: profile.has_lending, "loans")


def run_case(name: str, case: Case, target: str, limits: Limits) -> History:
    """Run a case on the engine of that name; EngineFailedError if that fails."""
    subject = Subject(partial(targets.open_engine, target), case, limits)
    outcomes = [subject.apply(command) for command in case.commands]
    told = subject.dump().loans if subject.level >= 2 else None
    history = follow(name, target, case.parameters, case.commands, outcomes)
    stands = tuple(history.book.loans[loan] for loan in sorted(history.book.loans))
    if told is None or told == stands:
        return history
    differing = [one for one, other in zip(told, stands, strict=False) if one != other]
    text = f"loan {differing[0].loan} is not" if differing else "the loans at the end are not"
    problem = f"{text} in the dump what the events make of it"
    return evolve(history, differences=(*history.differences, problem))


def follow(
    name: str,
    target: str,
    parameters: Parameters,
    commands: Sequence[Command],
    outcomes: Sequence[Outcome],
) -> History:
    """Follow the loans through what an engine answered."""
    book = LoanBook({BASE_ASSET: parameters.base_lot_atoms})
    moments: list[Moment] = []
    transitions: list[Transition] = []
    for number, (command, outcome) in enumerate(zip(commands, outcomes, strict=True), start=1):
        if not isinstance(outcome, Accepted):
            continue
        book.begin_command()
        for event in outcome.events:
            if isinstance(event, TimeAdvanced):
                for loan in book.loans.values():
                    transitions += of_time(loan, book.now, event.now)
            try:
                touches = book.fold(event)
            except LoanBookError as error:
                problem = f"command {number}: {error}"
                return History(name, target, tuple(moments), tuple(transitions), book, (problem,))
            for touch in touches:
                moments.append(Moment(number, command, book.now, touch))
                transitions += of_event(command, touch, book.now)
    differences = tuple(_problems(moments))
    return History(name, target, tuple(moments), tuple(transitions), book, differences)


def _problems(moments: Sequence[Moment]) -> Iterator[str]:
    for moment in moments:
        for problem in moment.touch.problems:
            yield f"command {moment.number}, loan {moment.touch.loan}: {problem}"
