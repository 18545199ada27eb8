"""The canonical encoding of a dump, both ways, and its root (STA-023, STA-024)."""

import hashlib
import json

import msgspec
from attrs import asdict

from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.left_out import is_left_out
from tallystick.reference.types.validity import InvalidDumpError

_PLAIN_INTEGERS = frozenset(
    {
        "fee_credit",
        "fee_rate",
        "lend_fee_rate",
        "keeper_fee_permille",
        "maker_fee_rate",
        "taker_fee_rate",
        "spot_maker_fee_rate",
        "spot_taker_fee_rate",
        "reservation_multiple_tenths",
        "perp_maker_fee_rate",
        "perp_taker_fee_rate",
        "premium_sample_bound_permille",
        "initial_scale_permille",
        "maintenance_scale_permille",
        "lent_haircut_permille",
        "band_multiple",
        "closable_risk",
        "reward_permille",
        "risk_permille",
        "slippage_permille",
        "perp_slippage_permille",
    }
)
"""Beside the counts, whose names begin with `max_`."""
_LOTS = "max_position_lots"
"""The one such name that is of no count."""


def encode_dump(dump: StateDump) -> bytes:
    """JSON in ASCII without white space, keys ascending, most numbers as strings (STA-023)."""
    has_margin = dump.profile.has_margin
    present = asdict(
        dump, filter=lambda field, part: not is_left_out(field.metadata, part, has_margin)
    )
    plain = _plain("", present)
    return json.dumps(plain, ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode()


def decode_dump(document: bytes) -> StateDump:
    """The dump of which this is the canonical encoding; InvalidDumpError if it is of none.

    Whether the dump is valid (STA-026) is not judged.
    """
    expected = "the canonical encoding of a dump"
    try:
        # Not strict: most numbers are strings. What that lets pass is not encoded like this again.
        dump = msgspec.json.decode(document, type=StateDump, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidDumpError("", str(error), expected) from error
    if encode_dump(dump) != document:
        raise InvalidDumpError("", "JSON in another form", expected)
    return dump


def root_of(dump: StateDump) -> str:
    """SHA-256 of the encoding, as 64 lower-case hexadecimal digits (STA-024)."""
    return hashlib.sha256(encode_dump(dump)).hexdigest()


def _plain(key: str, content: object) -> object:
    """What JSON writes for the content of a key."""
    match content:
        case None | bool() | str():
            return content
        case int():
            is_plain = key in _PLAIN_INTEGERS or (key.startswith("max_") and key != _LOTS)
            return content if is_plain else str(content)
        case tuple():
            return [_plain(key, each) for each in content]
        case dict():
            return {name: _plain(name, each) for name, each in content.items()}
        case _:
            raise TypeError(f"a dump holds no {type(content).__name__}")
