"""The numbers that stand for words are those of the shared vocabulary, in its order."""

from enum import StrEnum

import pytest

from tallystick.fast.kernel import codes
from tallystick.reference.types.choices import (
    FundingSource,
    MarketKind,
    OrderType,
    RemovalCause,
    SelfTrade,
    Side,
)
from tallystick.reference.types.reasons import Reason

# Two causes share their word with a type of code that is already taken.
RENAMED = {"SELF_TRADE": "OWN_ORDER", "WORK_LIMIT": "WORK_EXHAUSTED"}


@pytest.mark.parametrize("choices", [Side, MarketKind, OrderType, SelfTrade, FundingSource])
def test_a_choice_is_counted_from_zero(choices: type[StrEnum]) -> None:
    assert [getattr(codes, name) for name in choices.__members__] == list(range(len(choices)))


def test_reasons_are_counted_from_one_in_order_of_precedence() -> None:
    numbers = [getattr(codes, name) for name in Reason.__members__]
    assert numbers == list(range(1, len(Reason) + 1))
    assert codes.ACCEPTED == 0


def test_causes_are_counted_from_one() -> None:
    names = [RENAMED.get(name, name) for name in RemovalCause.__members__]
    assert [getattr(codes, name) for name in names] == list(range(1, len(RemovalCause) + 1))
