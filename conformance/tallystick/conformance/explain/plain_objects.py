"""What is shown of accounts as JSON objects, by the types of the fields, as on the wire.

Amounts, ids, prices and times are decimal strings; counts, permille, rates and command numbers
are JSON integers; an exact fraction is an object of `numerator` and `denominator`.
"""

from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, get_args, get_type_hints

import attrs

from tallystick.conformance.explain.objects import FORMAT
from tallystick.conformance.explain.world_runs import Moment
from tallystick.conformance.wire import command_object, outcome_object
from tallystick.reference.types.commands import Command
from tallystick.reference.types.outcome import Outcome
from tallystick.reference.types.units import Count, FeeRate, Permille, Tenths

_PLAIN_NUMBERS = (Count, FeeRate, Permille, Tenths)
_COMMANDS, _OUTCOMES = get_args(Command), get_args(Outcome)


def head_object(moment: Moment) -> dict[str, Any]:
    """Which state of which engine is shown."""
    return {
        "format": FORMAT,
        "source": moment.name,
        "target": moment.target,
        "command_number": moment.number,
        "command": command_object(moment.command),
        "now": str(moment.dump.now),
        "differences": list(moment.differences),
    }


def fields_object(thing: Any) -> dict[str, Any]:
    """An object of attrs with a key for each field."""
    kind: Any = type(thing)
    hints = _hints(kind)
    return {
        field.name: plain_object(getattr(thing, field.name), hints[field.name])
        for field in attrs.fields(kind)
    }


def plain_object(thing: Any, hint: Any = int) -> Any:
    """Anything that a field can hold."""
    if thing is None or isinstance(thing, bool):
        return thing
    if isinstance(thing, Enum | str):
        return str(thing)
    if isinstance(thing, int):
        return thing if hint in _PLAIN_NUMBERS else str(thing)
    if isinstance(thing, Fraction):
        return {"numerator": str(thing.numerator), "denominator": str(thing.denominator)}
    if isinstance(thing, tuple):
        (member, *_) = get_args(hint) or (int,)
        return [plain_object(one, member) for one in thing]
    if isinstance(thing, _COMMANDS):
        return command_object(thing)
    if isinstance(thing, _OUTCOMES):
        return outcome_object(thing)
    return fields_object(thing)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
