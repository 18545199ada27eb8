"""The example venue in each profile."""

import pytest

from tallystick.reference.types.choices import Profile
from tests.reference.venue import Venue


@pytest.fixture
def spot() -> Venue:
    """The example venue in profile `spot/1`."""
    return Venue(Profile.SPOT_1)


@pytest.fixture
def loans() -> Venue:
    """The example venue in profile `lend/1`."""
    return Venue(Profile.LEND_1)


@pytest.fixture
def books() -> Venue:
    """The example venue in profile `match/1`."""
    return Venue(Profile.MATCH_1)


@pytest.fixture
def perps() -> Venue:
    """The example venue in profile `perp/1`."""
    return Venue(Profile.PERP_1)


@pytest.fixture
def margined() -> Venue:
    """The example venue in profile `margin/1`."""
    return Venue(Profile.MARGIN_1)


@pytest.fixture
def world() -> Venue:
    """The example venue in profile `world/1`."""
    return Venue(Profile.WORLD_1)
