"""Clauses that no vector can show, since a vector asks for no root."""

import hashlib

import pytest

from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.targets import open_engine
from tallystick.reference.types.choices import Profile
from tests.engine_targets import targets_to_test

# Written by hand from STA-003, STA-020 and STA-023; hashed by another program.
CANONICAL = (
    '{"accounts":[],"assets":[{"asset":"1","fee_cap_atoms":"4","lot_atoms":"9","mark":null,'
    '"mark_time":null,"supply_atoms":"0","treasury_atoms":"0"}],"markets":[],"now":"0",'
    '"parameters":{"base_fee_cap_atoms":"4","base_lot_atoms":"9","max_accounts":3,"max_assets":3,'
    '"max_batch_commands":3,"max_delegates_per_account":3,"max_markets":3,"max_orders":7,'
    '"max_orders_per_account":3,"max_touches":3,"reservation_multiple_tenths":15,'
    '"spot_maker_fee_rate":7777,"spot_taker_fee_rate":13331},"profile":"spot/1"}'
)
ROOT = "792d978afa65df27d2c0058907a2a6a3e421e3031476315e9298a5ffd5f30306"


def test_the_text_has_that_hash() -> None:
    assert hashlib.sha256(CANONICAL.encode("ascii")).hexdigest() == ROOT


@pytest.mark.parametrize("target", targets_to_test())
def test_the_root_is_the_hash_of_the_canonical_text(target: str) -> None:
    """STA-024, of a new venue in profile spot/1."""
    parameters = load_preset("minimal", {"base_lot_atoms": 9, "base_fee_cap_atoms": 4})
    assert open_engine(target, Profile.SPOT_1, parameters).root() == ROOT
