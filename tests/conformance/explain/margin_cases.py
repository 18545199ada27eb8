"""Certificates of accounts in vectors, for the tests of what explains them."""

import json
from functools import cache

from tallystick import reference
from tallystick.conformance.explain.margin_runs import valued_in
from tallystick.conformance.vectors import find_vector, vector_paths
from tallystick.reference import views
from tallystick.reference.types.certificate import Certificate
from tallystick.reference.types.choices import MarketKind, Profile

PREFIX = "mgn-"


@cache
def margin_vectors() -> tuple[str, ...]:
    """The ids of the vectors of chapter 08."""
    found = [path for path in vector_paths() if path.stem.startswith(PREFIX)]
    profiles = {path.stem: json.loads(path.read_bytes())["profile"] for path in found}
    return tuple(name for name, profile in profiles.items() if profile == Profile.MARGIN_1)


@cache
def certificates() -> tuple[tuple[str, Certificate], ...]:
    """Of all accounts at the end of every vector, by the values in force and as announced, and of
    whoever has come to borrow or offer.
    """
    told: list[tuple[str, Certificate]] = []
    for name in margin_vectors():
        case = find_vector(name).case
        state = reference.open_venue(case.profile, case.parameters)
        for command in case.commands:
            state, outcome = reference.step(state, command)
            valued = valued_in(outcome)
            if valued is not None:
                made = views.certificate(state, valued.account)
                if any(
                    order.kind is MarketKind.LEND for one in made.assets for order in one.orders
                ):
                    told.append((name, made))
        for account in state.accounts:
            both = [views.certificate(state, account, announced=one) for one in (False, True)]
            told += [(name, one) for one in dict.fromkeys(both)]
    return tuple(told)
