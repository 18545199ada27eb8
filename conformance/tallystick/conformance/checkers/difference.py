"""Where two values of the shared vocabulary differ first."""

from typing import Any

from attrs import fields, has


def first_difference(seen: object, wanted: object, path: str = "") -> str | None:
    """Path of the first difference and both values there, or None if the two are equal."""
    if seen == wanted and type(seen) is type(wanted):
        return None
    if type(seen) is type(wanted):
        for step, one, other in _parts(seen, wanted):
            difference = first_difference(one, other, path + step)
            if difference is not None:
                return difference
    return f"{path or '/'}: {seen!r}, not {wanted!r}"


def _parts(seen: object, wanted: object) -> list[tuple[str, object, object]]:
    """The parts that both values have; lists of unequal length differ as a whole."""
    if isinstance(seen, tuple) and isinstance(wanted, tuple) and len(seen) == len(wanted):
        return [
            (f"/{index}", one, other)
            for index, (one, other) in enumerate(zip(seen, wanted, strict=True))
        ]
    kind: type[Any] = type(seen)
    if not has(kind):
        return []
    names = [attribute.name for attribute in fields(kind)]
    return [(f"/{name}", getattr(seen, name), getattr(wanted, name)) for name in names]
