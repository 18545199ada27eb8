"""The stream of random commands that suits a profile, and room for what it makes."""

from tallystick.reference.types.choices import Profile
from tests.fast.loan_stream import WIDE_LOANS, LoanStream
from tests.fast.margin_stream import WIDE_MARGIN, MarginStream
from tests.fast.perp_stream import WIDE_PERPS, PerpStream
from tests.fast.streams import Stream
from tests.fast.world_stream import WIDE_WORLD, WorldStream


def stream_for(profile: Profile, seed: int) -> Stream:
    """A stream with the commands of a profile."""
    if profile.has_liquidation:
        return WorldStream(seed)
    if profile.has_margin:
        return MarginStream(seed)
    if profile is Profile.LEND_1:
        return LoanStream(seed)
    return PerpStream(seed) if profile is Profile.PERP_1 else Stream(seed)


def room_for(profile: Profile) -> dict[str, int]:
    """Parameters of preset `minimal` to change, so that a venue holds more than a handful."""
    if profile.has_liquidation:
        return WIDE_WORLD
    if profile.has_margin:
        return WIDE_MARGIN
    if profile is Profile.LEND_1:
        return WIDE_LOANS
    return WIDE_PERPS if profile is Profile.PERP_1 else {}
