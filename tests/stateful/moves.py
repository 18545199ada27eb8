"""All moves of the stateful tests, by profile and focus, and those that name what is not there."""

from collections.abc import Mapping
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Any

from attrs import evolve, fields

from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import (
    Command,
    PlaceOrder,
    ReplaceOrder,
)
from tests.stateful.choosing import pick, rarely
from tests.stateful.liquidation_moves import LIQUIDATION
from tests.stateful.loan_moves import LOANS, pass_hours, set_terms, swap_loan
from tests.stateful.margin_moves import MARGIN
from tests.stateful.orders import STRANGE, Context
from tests.stateful.other_moves import delegate, drain, enlist, halt, move_money, operate
from tests.stateful.perp_moves import LEGS
from tests.stateful.trading_moves import (
    Move,
    advance_time,
    amend,
    batch,
    cancel,
    cancel_all,
    cross,
    meet_own,
    place,
    replace,
)

STRAY_FIELDS = (
    *("signer", "account", "to_account", "asset", "market", "order_id", "loan"),
    *("counterparty", "creditor", "target", "escrow", "give_asset", "take_asset"),
)
EXTREMES = (
    0,
    -1,
    2**31 - 1,
    2**31,
    2**40,
    2**40 + 1,
    2**53 - 1,
    2**53,
    2**56,
    2**56 + 1,
    2**61,
    2**62,
    2**63,
    2**64,
    -(2**63),
    10**30,
)


def stray(context: Context) -> Command:
    """A command that names somebody or something else, or a flag its profile does not have."""
    choose = context.choose
    command = pick(choose, _unstrange(context))(context)
    if isinstance(command, PlaceOrder | ReplaceOrder) and rarely(choose, 3):
        return evolve(command, order=evolve(command.order, reduce_only=True))
    names = [name for name in STRAY_FIELDS if hasattr(command, name)]
    other = pick(choose, (STRANGE, 1, 2, 3))
    strayed: Command = _with_number(command, pick(choose, names), other)
    return strayed


def extreme(context: Context) -> Command:
    """A command with one number at or beyond a bound."""
    choose = context.choose
    command = pick(choose, _unstrange(context))(context)
    number = pick(choose, EXTREMES)
    if isinstance(command, PlaceOrder | ReplaceOrder):
        names = _numbers_of(command.order)
        return evolve(command, order=_with_number(command.order, pick(choose, names), number))
    changed: Command = _with_number(command, pick(choose, _numbers_of(command)), number)
    return changed


def _unstrange(context: Context) -> tuple[Move, ...]:
    return ALL_BUT_STRANGE + MORE_MOVES.get(context.view.profile, ())


def _numbers_of(record: Any) -> list[str]:
    """Names of the fields that hold a whole number; every command has a signer."""
    names = [attribute.name for attribute in fields(type(record))]
    return [name for name in names if type(getattr(record, name)) is int]


def _with_number(record: Any, name: str, number: int) -> Any:
    return evolve(record, **{name: number})


FILLING: tuple[Move, ...] = (place, place, place, place)
TRADING: tuple[Move, ...] = (
    *FILLING,
    cross,
    cross,
    meet_own,
    amend,
    cancel,
    replace,
    cancel_all,
    batch,
    advance_time,
)
EVERYWHERE: tuple[Move, ...] = (halt, enlist)
WITH_LEDGER: tuple[Move, ...] = (delegate, drain, move_money, operate)
ALL_BUT_STRANGE: tuple[Move, ...] = (*TRADING, *EVERYWHERE, *WITH_LEDGER)
MORE_MOVES: Mapping[Profile, tuple[Move, ...]] = MappingProxyType(
    {
        Profile.LEND_1: LOANS,
        Profile.PERP_1: LEGS,
        Profile.MARGIN_1: (*LOANS, *LEGS, *MARGIN),
        Profile.WORLD_1: (*LOANS, *LEGS, *MARGIN, *LIQUIDATION),
    }
)
"""What a profile has beside the moves of `spot/1`."""


@unique
class Focus(StrEnum):
    """What a machine is made for: to reach everything, or to trade much."""

    EVERYTHING = "everything"
    TRADING = "trading"


MOVES: Mapping[tuple[Profile, Focus], tuple[Move, ...]] = MappingProxyType(
    {
        (Profile.MATCH_1, Focus.EVERYTHING): (*TRADING, *EVERYWHERE, stray, extreme),
        (Profile.SPOT_1, Focus.EVERYTHING): (*ALL_BUT_STRANGE, stray, extreme),
        (Profile.MATCH_1, Focus.TRADING): (*TRADING, amend, batch, halt),
        (Profile.SPOT_1, Focus.TRADING): (*TRADING, amend, batch, halt, drain, drain),
        (Profile.LEND_1, Focus.EVERYTHING): (
            *(*TRADING, *EVERYWHERE, *WITH_LEDGER, *LOANS, *LOANS),
            *(stray, extreme),
        ),
        (Profile.LEND_1, Focus.TRADING): (*FILLING, cross, batch, halt, *LOANS),
        (Profile.PERP_1, Focus.EVERYTHING): (
            *(*TRADING, *EVERYWHERE, *WITH_LEDGER, *LEGS, *LEGS),
            *(stray, extreme),
        ),
        (Profile.PERP_1, Focus.TRADING): (*FILLING, cross, batch, halt, *LEGS),
        (Profile.MARGIN_1, Focus.EVERYTHING): (
            *(*TRADING, *EVERYWHERE, *WITH_LEDGER, *LOANS, *LEGS, *MARGIN, *MARGIN),
            *(set_terms, set_terms, stray, extreme),
        ),
        (Profile.MARGIN_1, Focus.TRADING): (*FILLING, cross, batch, *LOANS, *LEGS, *MARGIN),
        (Profile.WORLD_1, Focus.EVERYTHING): (
            *(*TRADING, *EVERYWHERE, *WITH_LEDGER, *LOANS, *LEGS, *MARGIN, *MARGIN),
            *(*LIQUIDATION, *LIQUIDATION, *LOANS, *FILLING, delegate),
            *(set_terms, set_terms, swap_loan, swap_loan, pass_hours, stray, extreme),
        ),
        (Profile.WORLD_1, Focus.TRADING): (
            *(*FILLING, cross, batch, *LOANS, *LEGS, *MARGIN, *LIQUIDATION),
        ),
    }
)
"""Every move of a machine; the stray ones also propose commands that its profile does not have."""
