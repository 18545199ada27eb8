"""Keys that are left out of the wire form, instead of `null`, where they are absent (STA-023)."""

from collections.abc import Mapping
from types import MappingProxyType

LEFT_OUT: Mapping[str, bool] = MappingProxyType({"left_out": True})
"""Metadata of such a field; its default is None."""
OF_MARGIN: Mapping[str, bool] = MappingProxyType({"left_out": True, "of_margin": True})
"""Metadata of a field that is left out in the profiles without chapter 08, and null in others."""


def is_left_out(metadata: Mapping[str, object], content: object, has_margin: bool = False) -> bool:
    """Whether the key of a field with this metadata is left out: it may be, and is absent.

    `has_margin` is whether the profile has chapter 08.
    """
    if has_margin and "of_margin" in metadata:
        return False
    return content is None and "left_out" in metadata
