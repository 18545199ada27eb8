"""Two engines side by side, quickly: groups of commands, and lists of outcomes compared."""

from collections.abc import Callable

from tallystick.conformance.runner import EngineFailedError, Limits, Opener, Subject, compare
from tallystick.conformance.verdicts import Case, Finding, Verdict
from tallystick.reference.types.outcome import Outcome

Named = tuple[str, Opener]
"""An engine by its name."""
GroupWatcher = Callable[[int, list[Outcome]], None]
"""Is told the step of the first outcome of a group, and the outcomes on which both agree."""


def compare_pair(
    case: Case,
    engines: tuple[Named, Named],
    limits: Limits,
    commands_per_dump: int,
    watcher: GroupWatcher | None = None,
) -> tuple[str, Finding] | None:
    """Run a case on two engines; the name of the wrong one and its finding, or None.

    Outcomes are compared after every command, dumps after every `commands_per_dump` and at the
    end, roots at the end. Where the two differ, the reference judges each of them by itself. If it
    finds nothing, answers depend on how commands are grouped, or on chance (INV-009): the name is
    then empty.
    """
    trouble = _difference(case, engines, limits, commands_per_dump, watcher)
    if trouble is None:
        return None
    for name, opener in engines:
        finding = compare(case, opener, limits)
        if finding is not None:
            return name, finding
    return "", trouble


def _difference(
    case: Case,
    engines: tuple[Named, Named],
    limits: Limits,
    commands_per_dump: int,
    watcher: GroupWatcher | None,
) -> Finding | None:
    """Where the two differ first, or one of them fails, in words."""
    first, last = 0, len(case.commands)
    try:
        one, other = (Subject(opener, case, limits, commands_per_dump) for _, opener in engines)
        level = min(one.level, other.level)
        for first in range(0, last, commands_per_dump):
            group = case.commands[first : first + commands_per_dump]
            seen, others = one.apply_all(group), other.apply_all(group)
            if seen != others:
                step = first + _first_unequal(seen, others)
                return _unequal(engines, step, "the outcomes")
            if level >= 2 and one.dump() != other.dump():
                return _unequal(engines, first + len(group) - 1, "the states")
            if watcher is not None:
                watcher(first, seen)
        if level >= 1 and one.root() != other.root():
            return _unequal(engines, last, "the roots")
    except EngineFailedError as failure:
        return Finding(failure.verdict, (failure.clause,), first, "outcomes", str(failure))
    return None


def _first_unequal(seen: list[Outcome], others: list[Outcome]) -> int:
    pairs = zip(seen, others, strict=False)
    unequal = (position for position, (one, other) in enumerate(pairs) if one != other)
    return next(unequal, min(len(seen), len(others)))


def _unequal(engines: tuple[Named, Named], step: int, what: str) -> Finding:
    (one, _), (other, _) = engines
    text = f"{what} of {one} and {other} differ, yet each alone answers as the reference does"
    return Finding(Verdict.DIVERGED, ("INV-009",), step, "twice the same", text)
