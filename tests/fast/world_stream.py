"""Random commands of profile world/1: those of margin/1, falls of marks, stories, winding up."""

from random import Random

from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.commands import Command, ListMarket, SetMark, Withdraw
from tallystick.reference.types.dump import EscrowDump
from tallystick.reference.types.liquidation_commands import (
    ClaimReward,
    DeclareBankruptcy,
    Liquidate,
    ReverseReward,
    SwapForTarget,
)
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    EscrowId,
    Permille,
    Price,
    PrincipalId,
)
from tests.fast.margin_stream import WIDE_MARGIN, MarginStream, World
from tests.fast.streams import BASE, OPERATOR, owner_of
from tests.fast.world_episodes import Episodes
from tests.fast.world_moves import Drawn

WIDE_WORLD = {
    **WIDE_MARGIN,
    "max_touches": 25,
    "max_escrows": 3,
    "max_claims": 3,
    "mark_valid_ms": 10**8,
}


LEVERED = World(marks=(100, 30), base_atoms=2_000, lots=(100, 60, 40, 80, 20, 10, 4))
"""Orders that are large beside what anybody has: the last lots are what is deposited of stock."""


class WorldStream(MarginStream):
    """Draws commands one by one; of every second seed, asset 3 has no spot market."""

    def __init__(self, seed: int, world: World | None = None, *, is_new: bool = False) -> None:
        super().__init__(seed, world or LEVERED, is_new=is_new)
        self._fate = Random(-seed - 1)
        self._episodes = Episodes(self._fate, self._strength)
        self._story: list[Drawn] = []
        if seed % 2 == 1:
            self._opening = [command for command in self._opening if not _lists_spot_of_3(command)]

    def command(self) -> Command:
        """The next command."""
        if self._opening:
            return self._opening.pop()
        while self._story and self._fate.random() < 0.95:
            told = self._story.pop(0)(self._dump)
            if told is not None:
                return told
        if not self._story and self._fate.random() < 0.1:
            self._story = self._episodes.next(self._dump)
        drawn = self._fate.random()
        if drawn < 0.67:
            return super().command()
        accounts = [account.account for account in self._dump.accounts]
        target, account = self._fate.choice(accounts), self._fate.choice(accounts)
        if self._fate.random() < 0.8:
            target = min(accounts, key=self._strength)
        if account == target and self._fate.random() < 0.9:
            account = accounts[target % len(accounts)]
        if drawn < 0.72:
            return self._shock()
        if drawn < 0.81:
            return self._all_but_little(self._fate.choice(accounts))
        if drawn < 0.89:
            work = Count(self._fate.choice((1, 1, 2, 3, 3, 5, 9, 25, 25, 25, 26)))
            return Liquidate(owner_of(account), account, target, work)
        if drawn < 0.94:
            return self._swapped(account, target)
        if drawn < 0.97:
            loss = Permille(self._fate.choice((0, 100, 500, 1000, 1000)))
            signer = PrincipalId(11) if self._fate.random() < 0.03 else OPERATOR
            return DeclareBankruptcy(signer, target, loss)
        escrow = self._escrow()
        if self._fate.random() < 0.6:
            return ClaimReward(PrincipalId(77), escrow)
        return ReverseReward(OPERATOR, escrow)

    def _strength(self, account: AccountId) -> float:
        """Roughly what an account has beyond what its risk asks for; less if it is overdue."""
        dump = self._dump
        worth = [1.0, *(1.0 * (each.mark or 0) / each.lot_atoms for each in dump.assets[1:])]
        held = [0.0] * (len(worth) + 1)
        for balance in dump.accounts[account - 1].balances:
            held[balance.asset] += balance.atoms * worth[balance.asset - 1]
        for loan in dump.loans or ():
            atoms = loan.principal_lots * dump.assets[loan.asset - 1].lot_atoms
            size = atoms * worth[loan.asset - 1]
            if account == loan.borrower:
                held[loan.asset] -= size * 1.01
                held[1] -= 10**6 if loan.due < dump.now else 0
            if account == loan.lender:
                held[loan.asset] += size * 0.96
        for debt in dump.debts or ():
            held[1] += debt.atoms * ((account == debt.creditor) - (account == debt.debtor))
            held[1] -= 10**6 if debt.debtor == account and debt.due < dump.now else 0
        lots = [0] * (len(worth) + 1)
        for market in dump.markets:
            for leg in market.legs or ():
                side = (account == leg.long_account) - (account == leg.short_account)
                lots[market.asset] += side * leg.lots
                price = dump.assets[market.asset - 1].mark or 0
                held[1] += side * (leg.lots * price - leg.cost)
        total = held[1]
        for asset in dump.assets[1:]:
            size = lots[asset.asset] * (asset.mark or 0)
            total += held[asset.asset] - 0.15 * abs(held[asset.asset] + size)
        return total

    def _shock(self) -> Command:
        """A mark at another level."""
        asset = AssetId(min(self._fate.choice((2, 3)), len(self._dump.assets)))
        first = self.world.marks[asset - 2]
        return SetMark(
            OPERATOR, asset, Price(first * self._fate.choice((35, 60, 90, 140, 250)) // 100)
        )

    def _all_but_little(self, account: AccountId) -> Command:
        """Somebody takes most of what he has of an asset, as far as he may."""
        held = self._dump.accounts[account - 1].balances
        if not held:
            return Withdraw(owner_of(account), account, BASE, Atoms(1))
        balance = self._fate.choice(held)
        atoms = Atoms(max(1, balance.atoms * self._fate.choice((30, 60, 90, 97)) // 100))
        return Withdraw(owner_of(account), account, balance.asset, atoms)

    def _swapped(self, account: AccountId, target: AccountId) -> Command:
        give, take = (AssetId(each) for each in self._fate.choice(((1, 3), (1, 3), (3, 1), (2, 3))))
        held = self._dump.accounts[target - 1].balances
        has = next((each.atoms for each in held if each.asset == take), 1)
        take_atoms = Atoms(max(1, has // self._fate.choice((1, 2, 10))))
        mark: dict[int, int] = {1: self._dump.assets[0].lot_atoms}
        for asset in self._dump.assets[1:]:
            mark[asset.asset] = asset.mark or 1
        lots = [asset.lot_atoms for asset in self._dump.assets]
        worth = take_atoms * mark.get(take, 1) * lots[give - 1]
        fair = worth // (lots[min(take, len(lots)) - 1] * mark.get(give, 1))
        give_atoms = Atoms(max(1, fair * self._fate.choice((80, 97, 100, 101, 110)) // 100 + 1))
        return SwapForTarget(owner_of(account), account, target, give, give_atoms, take, take_atoms)

    def _escrow(self) -> EscrowId:
        escrows: tuple[EscrowDump, ...] = self._dump.escrows or ()
        if escrows and self._fate.random() < 0.9:
            return self._fate.choice(escrows).escrow
        return EscrowId((self._dump.last_escrow or 0) + self._fate.choice((0, 1)) or 1)


def _lists_spot_of_3(command: Command) -> bool:
    return (
        isinstance(command, ListMarket)
        and command.asset == AssetId(3)
        and command.kind is MarketKind.SPOT
    )
