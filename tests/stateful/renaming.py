"""Strictly increasing renaming of principals and order ids in commands, outcomes and dumps."""

from collections.abc import Callable
from typing import Any, TypeVar

from attrs import evolve, fields, frozen, has

from tallystick.reference.types.units import AccountId

T = TypeVar("T")

FIRST_ENGINE_ORDER_ID = 2**61
PRINCIPALS = ("signer", "owner", "delegate", "delegates")
ACCOUNT_OF_ORDER_ID = {
    "order_id": "account",
    "last_order_id": "account",
    "maker_order_id": "maker_account",
    "taker_order_id": "taker_account",
}


@frozen
class Renaming:
    """Both maps must be strictly increasing and leave 0 alone."""

    principal: Callable[[int], int]
    order_id: Callable[[AccountId, int], int]

    def of(self, thing: T) -> T:
        """The same command, outcome or dump with other names."""
        renamed: T = self._of(thing, None)
        return renamed

    def _of(self, thing: Any, account: AccountId | None) -> Any:
        if isinstance(thing, tuple):
            return tuple(self._of(part, account) for part in thing)
        if not has(type(thing)):
            return thing
        here = getattr(thing, "account", account)
        changes = {}
        for attribute in fields(type(thing)):
            name, part = attribute.name, getattr(thing, attribute.name)
            if name in PRINCIPALS:
                many = isinstance(part, tuple)
                changes[name] = tuple(map(self.principal, part)) if many else self.principal(part)
            elif name in ACCOUNT_OF_ORDER_ID:
                owner = getattr(thing, ACCOUNT_OF_ORDER_ID[name], here)
                assert owner is not None
                # An id that the engine has given is not the account's to choose (LND-037).
                is_chosen = part < FIRST_ENGINE_ORDER_ID
                changes[name] = self.order_id(owner, part) if is_chosen else part
            else:
                changes[name] = self._of(part, here)
        return evolve(thing, **changes)
