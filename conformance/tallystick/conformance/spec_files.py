"""The files of the spec as this installation carries them: beside the checkout, or in the wheel."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from attrs import fields_dict

from tallystick.reference.types.choices import Profile
from tallystick.reference.types.parameters import (
    LendingParameters,
    LiquidationParameters,
    MarginParameters,
    Parameters,
    PerpetualParameters,
    has_group,
    parameter_error,
)

PACKAGED = Path(__file__).parent / "_spec"
CHECKOUT = Path(__file__).parents[3] / "spec"
SPEC_VERSION = "1.0"
_GROUPS: Mapping[
    str,
    type[LendingParameters | PerpetualParameters | MarginParameters | LiquidationParameters],
] = MappingProxyType(
    {
        "lending": LendingParameters,
        "perpetual": PerpetualParameters,
        "margin": MarginParameters,
        "liquidation": LiquidationParameters,
    }
)


class UnknownPresetError(ValueError):
    """The name is none of the presets of `parameters.toml`."""


def spec_directory() -> Path:
    """Where the spec is; the wheel's own copy goes before a checkout."""
    return PACKAGED if PACKAGED.is_dir() else CHECKOUT


def load_toml(name: str) -> dict[str, Any]:
    """One TOML file of the spec."""
    return tomllib.loads((spec_directory() / name).read_text(encoding="utf-8"))


def preset_names() -> tuple[str, ...]:
    """The presets that every parameter has a value for."""
    fixed = {"name", "group", "unit", "lowest", "highest", "clause", "why"}
    rows = load_toml("parameters.toml")["parameter"]
    common = set.intersection(*(set(row) for row in rows)) - fixed
    return tuple(sorted(common))


def load_preset(
    name: str, overrides: Mapping[str, int] | None = None, profile: Profile = Profile.SPOT_1
) -> Parameters:
    """The parameter set of a preset for a profile, some values replaced by name.

    Those of a group are given by their own names too. ValueError says what is wrong.
    """
    if name not in preset_names():
        known = ", ".join(preset_names())
        raise UnknownPresetError(f"unknown preset {name!r}; known: {known}")
    values = {row["name"]: row[name] for row in load_toml("parameters.toml")["parameter"]}
    unknown = sorted(set(overrides or {}) - set(values))
    if unknown:
        raise ValueError(f"unknown parameter {unknown[0]!r}")
    values.update(overrides or {})
    for group, kind in _GROUPS.items():
        members = {each: values.pop(each) for each in fields_dict(kind)}
        if has_group(profile, group):
            values[group] = kind(**members)
        elif foreign := sorted(set(overrides or {}) & set(members)):
            raise ValueError(f"profile {profile} has no parameter {foreign[0]!r}")
    parameters = Parameters(**values)
    problem = parameter_error(parameters, profile)
    if problem is not None:
        raise ValueError(problem)
    return parameters
