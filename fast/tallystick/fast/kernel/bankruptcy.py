"""An account is closed out at the marks, and what it leaves is distributed (LIQ-030 to LIQ-034).

The sums are numbers of any size; what is written is in the journal.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .close_out import end_contracts
from .codes import (
    ACCEPTED,
    ACCOUNT_SOUND,
    BANKRUPTCY_DECLARED,
    CLOSE_OUT_PAID,
    ESTATE_PAID,
    LOSS_RECORDED,
    LOSS_TOO_LARGE,
    NO_ROOM,
    NOT_BANKRUPT,
    SETTLEMENT_PAID,
    VALUATION_STALE,
)
from .contracts import contracts_of
from .counterparties import Counterparties, Prices
from .debts import TREASURY
from .layout import ACCOUNT_ORDERS, ACCOUNT_WIDTH, COMMAND_MOST_LOSS, COMMAND_TARGET
from .net_worth import estate_of, net_worth_by
from .settlement import owe, pay
from .sharing import covering, shares_of
from .soundness import is_sound
from .venue import BASE, Venue
from .winding import cancel_orders, is_stale_target, wind_up
from .winding_room import CloseOutRoom
from .winding_state import Winding

PERMILLE: Final[int] = 1_000
HIGHEST_STATED: Final[int] = 2**62
"""What is beyond it is stated as this in events, as values are (MGN-032)."""


def declare_bankruptcy(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """LIQ-030; of several reasons, those of payments stand first (CMD-005)."""
    target = commands[command + COMMAND_TARGET]
    if is_sound(venue, target):
        return ACCOUNT_SOUND
    is_stale = is_stale_target(venue, target)
    prices = Prices(venue)
    sums = Counterparties(venue, target, prices)
    is_bankrupt = is_stale or net_worth_by(venue, target, sums) < 0
    if not is_bankrupt:
        is_bankrupt = not _can_be_liquidated(venue, target)
    if not _has_room(venue, target, sums):
        return NO_ROOM
    cancel_orders(venue, target)
    end_contracts(venue, target)
    estate = Estate(venue, target, sums)
    reason = estate.pay_out()
    if reason != ACCEPTED:
        return reason
    if not is_bankrupt:
        return NOT_BANKRUPT
    if estate.loses_more_than(int(commands[command + COMMAND_MOST_LOSS])):
        return LOSS_TOO_LARGE
    return VALUATION_STALE if is_stale else ACCEPTED


def _has_room(venue: Venue, target: i64, sums: Counterparties) -> bool:
    """Whether log and journal have room for all contracts and counterparties of the target."""
    orders = venue.accounts[target * ACCOUNT_WIDTH + ACCOUNT_ORDERS]
    room = CloseOutRoom(
        orders,
        orders + len(contracts_of(venue, target)) + sums.claims_seen,
        len(sums.debtors()),
        len(sums.creditors()),
        venue.asset_count,
        len(sums.left_over),
        venue.perps.debts.count,
    )
    venue.wanted_events = room.events
    venue.wanted_entries = room.entries
    return room.events <= venue.most_events and room.entries <= venue.most_entries


def _can_be_liquidated(venue: Venue, target: i64) -> bool:
    """Whether a liquidation with all the work there is would be accepted; it is taken back."""
    events = venue.events.count
    venue.budget = venue.limits.max_touches
    reason = wind_up(venue, Winding(venue, target))
    venue.undo()
    venue.events.count = events
    venue.budget = venue.limits.max_touches
    venue.perps.step_legs = 0
    return reason == ACCEPTED


class Estate:
    """What a target leaves, whose contracts have ended, and who gets it."""

    def __init__(self, venue: Venue, target: i64, sums: Counterparties) -> None:
        """Before anything is paid."""
        self.venue: Final[Venue] = venue
        self.target: Final[i64] = target
        self.prices: Final[Prices] = sums.prices
        self.creditors: Final[list[int]] = [each for each, _ in sums.creditors()]
        self.claims: Final[list[int]] = [claim for _, claim in sums.creditors()]
        self.debtors: Final[list[tuple[int, int]]] = sums.debtors()
        self.left_over: Final[list[tuple[int, int, int]]] = sums.left_over
        self.claimed: Final[int] = sum(self.claims)
        self.total: Final[int] = estate_of(venue, target, sums)
        """Of all parts, in 1/`unit` base atoms."""
        self.missing: int = self.claimed * self.prices.unit
        """What creditors have not got yet, in the same."""
        self.values: Final[list[int]] = [0] * len(self.claims)
        """What each creditor has got, in the same."""

    def loses_more_than(self, permille: int) -> bool:
        """Whether creditors lose more than that part of their claims (LIQ-032)."""
        lost = self.claimed * self.prices.unit - self.total
        return lost * PERMILLE > self.claimed * self.prices.unit * permille

    def pay_out(self) -> i64:
        """LIQ-032 to LIQ-034; a reason, or ACCEPTED."""
        venue = self.venue
        estate_atoms = stated(self.total // self.prices.unit)
        venue.events.note(BANKRUPTCY_DECLARED, self.target, estate_atoms, stated(self.claimed))
        for payer, payee, atoms in self.left_over:
            reason = _pay(venue, payer, payee, atoms)
            if reason != ACCEPTED:
                return reason
        left = self._collect()
        for asset in range(1, int(venue.asset_count) + 1):
            if self.prices.weights[asset] > 0:
                self._distribute_balance(asset)
        for debtor, owed in left:
            reason = self._distribute_debt(debtor, owed)
            if reason != ACCEPTED:
                return reason
        for place, creditor in enumerate(self.creditors):
            paid = stated(self.values[place] // self.prices.unit)
            claim = stated(self.claims[place])
            venue.events.note(LOSS_RECORDED, self.target, creditor, claim, paid)
        return ACCEPTED

    def _collect(self) -> list[tuple[int, int]]:
        """Let debtors pay what they can; what they then owe, if anything."""
        venue = self.venue
        left: list[tuple[int, int]] = []
        for debtor, owed in self.debtors:
            balance: int = venue.balance(debtor, BASE)
            cash = min(owed, balance)
            if cash > 0:
                venue.add_balance(debtor, BASE, -i64(cash))
                venue.add_balance(self.target, BASE, i64(cash))
                venue.events.note(CLOSE_OUT_PAID, debtor, self.target, i64(cash))
            if owed > cash:
                left.append((debtor, owed - cash))
        return left

    def _shares(self, part: int, weight: int) -> list[int]:
        """What each creditor gets of the next part of the estate, in its atoms (LIQ-033).

        `weight` is what an atom of it is worth.
        """
        if not self.claims:
            return []
        atoms = covering(part, weight, self.missing)
        self.missing -= atoms * weight
        return shares_of(atoms, self.claims)

    def _distribute_balance(self, asset: int) -> None:
        """Creditors get a part in kind."""
        venue = self.venue
        balance: int = venue.balance(self.target, asset)
        weight = self.prices.weights[asset]
        for place, share in enumerate(self._shares(balance, weight)):
            if share == 0:
                continue
            creditor = self.creditors[place]
            venue.add_balance(self.target, asset, -i64(share))
            if creditor == TREASURY:
                venue.add_treasury(asset, i64(share))
            else:
                venue.add_balance(creditor, asset, i64(share))
            venue.events.note(ESTATE_PAID, self.target, creditor, asset, i64(share))
            self.values[place] += share * weight

    def _distribute_debt(self, debtor: int, owed: int) -> i64:
        """A debtor pays what he still owes to the creditors, and the rest to the target."""
        rest = owed
        for place, share in enumerate(self._shares(owed, self.prices.unit)):
            if share == 0:
                continue
            reason = _pay(self.venue, debtor, self.creditors[place], share)
            if reason != ACCEPTED:
                return reason
            self.values[place] += share * self.prices.unit
            rest -= share
        return _pay(self.venue, debtor, self.target, rest) if rest > 0 else ACCEPTED


def stated(atoms: int) -> i64:
    """Atoms as an event states them."""
    return i64(min(atoms, HIGHEST_STATED))


def _pay(venue: Venue, payer: i64, payee: i64, amount: int) -> i64:
    """PRP-034, also to the treasury, which owes nobody; a reason, or ACCEPTED."""
    # More than this is not paid: neither cash nor what is set off nor a debt reaches it.
    atoms = stated(amount)
    if payee != TREASURY:
        return pay(venue, payer, payee, atoms)
    cash = min(atoms, venue.balance(payer, BASE))
    if cash > 0:
        venue.add_balance(payer, BASE, -cash)
        venue.add_treasury(BASE, cash)
    venue.events.note(SETTLEMENT_PAID, payer, TREASURY, 0, cash)
    if cash == atoms:
        return ACCEPTED
    return owe(venue, payer, TREASURY, atoms - cash)
