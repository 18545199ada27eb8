"""Keys that are left out of the wire form, instead of `null`, where they are absent (STA-023)."""

from collections.abc import Mapping
from types import MappingProxyType

LEFT_OUT: Mapping[str, bool] = MappingProxyType({"left_out": True})
"""Metadata of such a field; its default is None."""


def is_left_out(metadata: Mapping[str, object], content: object) -> bool:
    """Whether the key of a field with this metadata is left out: it may be, and is absent."""
    return content is None and "left_out" in metadata
