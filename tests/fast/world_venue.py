"""Venues of profile world/1 in which somebody can be wound up, for the tests of the fast engine."""

from attrs import evolve

from tallystick.fast import Build, FastEngine
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command, Deposit, OpenAccount, Withdraw
from tallystick.reference.types.dump import LegDump
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    EscrowId,
    LegId,
    Lots,
    MarketId,
    PrincipalId,
)
from tests.fast.streams import BASE, STOCK, owner_of
from tests.fast.test_margin_rejection import ROOM, MarginVenue
from tests.fast.test_rejection import check_rows
from tests.fast.venues import Venue

PERP = MarketId(3)
ONE = AccountId(1)
LITTLE = 800
"""Base atoms with which account 1 can just buy 40 lots at 100, with fees."""


class WorldVenue(MarginVenue):
    """Accounts 2 and 3 are rich; account 1 has base atoms only."""

    def __init__(self, build: Build, **overrides: int) -> None:
        Venue.__init__(self, build, Profile.WORLD_1, **{**ROOM, **overrides})
        self._ids = dict.fromkeys((1, 2, 3), 0)
        for account in (AccountId(2), AccountId(3)):
            self.accept(Deposit(owner_of(account), account, BASE, Atoms(10**6)))
        self.accept(Withdraw(owner_of(ONE), ONE, STOCK, Atoms(500)))

    def go_under(self, lots: int) -> None:
        """Let account 1 have little, be long against account 2, and the mark fall to 85."""
        self.mark(100)
        balances = self.engine.dump().accounts[0].balances
        held = balances[0].atoms if balances else 0
        if held < LITTLE:
            self.accept(Deposit(owner_of(ONE), ONE, BASE, Atoms(LITTLE - held)))
        elif held > LITTLE:
            self.accept(Withdraw(owner_of(ONE), ONE, BASE, Atoms(held - LITTLE)))
        self.trade(1, 2, lots)
        self.mark(85)
        assert ONE in self.engine.open_accounts()

    def escrows(self) -> list[EscrowId]:
        """Rewards that are held, ascending."""
        return [escrow.escrow for escrow in self.engine.dump().escrows or ()]

    def take_back_whole(self, command: Command, reason: Reason) -> None:
        """A command that is rejected, after which values and rows are as before."""
        before = [self.values(account) for account in (1, 2, 3)]
        self.reject(command, reason)
        assert [self.values(account) for account in (1, 2, 3)] == before
        check_rows(self)


PARTIES = 90
MANY = {
    "max_accounts": PARTIES + 1,
    "max_legs": PARTIES,
    "max_debts": PARTIES * PARTIES,
    "max_debts_per_account": PARTIES,
}


def against_many(build: Build) -> Venue:
    """Account 1 is long 10 lots against each of 90 others, at the mark of 100.

    To half of them it owes 1,000 each; the other half owes it 400 each and has nothing.
    """
    venue = Venue(build, Profile.WORLD_1, **MANY)
    for _ in range(4, PARTIES + 2):
        venue.accept(OpenAccount(PrincipalId(20)))
    dump = venue.engine.dump()
    legs = tuple(
        LegDump(
            leg=LegId(number),
            long_account=AccountId(1),
            short_account=AccountId(number + 1),
            lots=Lots(10),
            cost=Atoms(2_000 if number % 2 == 0 else 600),
            funding_base=Atoms(0),
        )
        for number in range(1, PARTIES + 1)
    )
    market = evolve(dump.markets[PERP - 1], legs=legs, last_leg=LegId(PARTIES))
    markets = (*dump.markets[: PERP - 1], market, *dump.markets[PERP:])
    venue.engine = FastEngine.restore(evolve(dump, markets=markets), build)
    return venue
