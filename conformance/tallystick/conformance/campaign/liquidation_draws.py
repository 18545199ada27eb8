"""How the campaign generator draws the commands that only `world/1` has (CNF-032)."""

from collections.abc import Iterator

from attrs import define, field

from tallystick.conformance.campaign.fields import owner_of
from tallystick.conformance.campaign.liquidation_tables import (
    LIQUIDATION_NUMBERS,
    LiquidationNumbers,
)
from tallystick.conformance.campaign.margin_fields import OPERATOR
from tallystick.conformance.campaign.margin_stories import MarginSequence
from tallystick.conformance.campaign.tables import NOBODY
from tallystick.reference.types import commands as c
from tallystick.reference.types import liquidation_commands as qc
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    EscrowId,
    MarketId,
    Permille,
    Price,
    PrincipalId,
)

LiquidationCommand = (
    qc.Liquidate | qc.ClaimReward | qc.ReverseReward | qc.SwapForTarget | qc.DeclareBankruptcy
)
LIQUIDATION_KINDS = (
    "liquidate",
    "claim_reward",
    "reverse_reward",
    "swap_for_target",
    "declare_bankruptcy",
)
BASE = 1
ANYBODY = PrincipalId(31)
NEARLY_STEPS = 8
"""So many halvings of a withdrawal leave a small part of what could have left."""
RECOVERED_PORTIONS = (200, 40, 40)
SLIDE_STEPS = 5


@define
class LiquidationDraws(MarginSequence):
    """Accounts that are wound up, and the pieces of their stories."""

    winding: LiquidationNumbers = field(kw_only=True, default=LIQUIDATION_NUMBERS["minimal"])

    def command(self, kind: str) -> c.Command:
        """The command of a kind that gives one."""
        return self.of_winding_up(kind) if kind in LIQUIDATION_KINDS else super().command(kind)

    def of_winding_up(self, kind: str) -> LiquidationCommand:
        """A command of chapter 09."""
        match kind:
            case "liquidate":
                return self.liquidate()
            case "claim_reward":
                signer = PrincipalId((ANYBODY, 0, 2**31)[self.draws.pick(20, 4, 1)])
                return qc.ClaimReward(signer, self.escrow())
            case "reverse_reward":
                return qc.ReverseReward(self.operator(), self.escrow())
            case "swap_for_target":
                return self.swap_for_target()
            case _:
                return self.declare_bankruptcy()

    def target(self) -> AccountId:
        """Mostly the account that was last put below zero."""
        match self.draws.pick(12, 3, 1, 1):
            case 0 if self.low:
                return AccountId(self.low)
            case 0 | 1:
                return AccountId(self.some_account())
            case other:
                return AccountId((NOBODY, 0)[other - 2])

    def caller(self, target: int) -> AccountId:
        """Mostly another account than the target."""
        match self.draws.pick(40, 2, 1):
            case 0 if target in self.accounts:
                return AccountId(self.another(target))
            case 0:
                return AccountId(self.some_account())
            case other:
                return AccountId((target, NOBODY)[other - 1])

    def escrow(self) -> EscrowId:
        """The id of one of the first rewards."""
        match self.draws.pick(30, 1, 1):
            case 0:
                return EscrowId(1 + self.draws.draw(4))
            case other:
                return EscrowId((2**61, 0)[other - 1])

    def liquidate(self) -> qc.Liquidate:
        """Wind up, with much work or little."""
        target = self.target()
        account = self.caller(target)
        signer, most = self.signer(account), self.winding.max_touches
        match self.draws.pick(24, 6, 4, 2, 1, 1):
            case 3:
                work = 1 + self.draws.draw(most)
            case other:
                work = (most, 1, 2, 0, most + 1, 0)[other]
        self.wound_up(target)
        return qc.Liquidate(signer, account, target, Count(work))

    def declare_bankruptcy(self) -> qc.DeclareBankruptcy:
        """Close out, whatever creditors lose, or if they lose little."""
        signer, target = self.operator(), self.target()
        match self.draws.pick(8, 4, 2, 1):
            case 1:
                permille = self.draws.draw(1001)
            case other:
                permille = (1000, 0, 0, 1001)[other]
        return qc.DeclareBankruptcy(signer, target, Permille(permille))

    def swap_for_target(self) -> qc.SwapForTarget:
        """Give one asset for another, mostly base for the coin."""
        target = self.target()
        account = self.caller(target)
        signer, coin = self.signer(account), self.winding.coin
        take = (coin, 2, BASE, NOBODY)[self.draws.pick(16, 3, 1, 1)]
        give = (BASE, coin, 2, NOBODY)[self.draws.pick(20, 2, 1, 1)]
        lots = 1 + self.draws.draw(self.winding.purse_lots)
        take_atoms = (lots * self.lot_of(take), 2**56, 0)[self.draws.pick(20, 1, 1)]
        give_atoms = self.worth(lots, take, give, (100, 97, 90)[self.draws.draw(3)])
        gives = AssetId(give), Atoms(give_atoms)
        return qc.SwapForTarget(signer, account, target, *gives, AssetId(take), Atoms(take_atoms))

    def lot_of(self, asset: int) -> int:
        """Atoms of a lot; 1 of an asset that is not listed in the set-up."""
        lots = (self.numbers.base_lot_atoms, *self.world.lot_atoms)
        return lots[asset - 1] if asset <= len(lots) else 1

    def mark_of(self, asset: int) -> int:
        """The last mark; of the base asset its lot, of an asset without marks 1."""
        if asset in self.priced:
            return self.last_mark(asset)
        return self.lot_of(asset)

    def worth(self, lots: int, take: int, give: int, percent: int) -> int:
        """Atoms of one asset that are worth so many per cent of lots of another."""
        value = lots * self.mark_of(take) * self.lot_of(give) * percent
        return value // (100 * self.mark_of(give))

    # What stories are made of

    def wound_up(self, target: int) -> None:
        """Forget the orders of an account that is liquidated."""
        for order in self.sent.of_account(target):
            self.sent.drop(order)

    def closed_out(self, target: int, permille: int) -> qc.DeclareBankruptcy:
        """The operator declares bankruptcy; without a limit nothing of the target is left."""
        if permille == 1000:
            self.wound_up(target)
            self.sent.legs.entries = [leg for leg in self.sent.legs.entries if not leg.has(target)]
            for loan in list(self.sent.loans.entries):
                if target in (loan.lender, loan.borrower):
                    self.sent.loans.lower(loan, loan.lots)
        return qc.DeclareBankruptcy(OPERATOR, AccountId(target), Permille(permille))

    def liquidated(self, account: int, target: int, work: int) -> qc.Liquidate:
        """Another account winds the target up."""
        self.wound_up(target)
        return qc.Liquidate(*self.who(account), AccountId(target), Count(work))

    def most(self, account: int, target: int) -> qc.Liquidate:
        """With as much work as there is."""
        return self.liquidated(account, target, self.winding.max_touches)

    def nearly(self, account: int) -> Iterator[c.Command]:
        """Withdrawals, each half of the one before, until little can leave."""
        top = self.numbers.edge_bits - 1
        for step in range(NEARLY_STEPS):
            yield self.withdrawn(account, 2 ** (top - step))

    def nearly_all_spot(self, account: int) -> Iterator[c.Command]:
        """The same of asset 2."""
        top = self.numbers.edge_bits - 6
        for step in range(NEARLY_STEPS + 2):
            atoms = Atoms(2 ** (top - step))
            yield c.Withdraw(*self.who(account), AssetId(2), atoms)

    def set_straight(self, *accounts: int) -> Iterator[c.Command]:
        """No market halted, no mark or risk value missing, wild or stale, no orders of these."""
        if self.halted:
            market, self.halted = self.halted, 0
            yield c.SetHalted(OPERATOR, MarketId(market), False)
        for asset in self.priced:
            if self.is_wild(asset):
                yield c.SetMark(OPERATOR, AssetId(asset), Price(self.first_mark(asset)))
            if asset not in self.valued:
                yield self.at_once(asset)
        yield from self.fresh()
        for account in accounts:
            yield self.clear(account)

    def sunk(self, account: int, other: int, side: Side) -> Iterator[c.Command]:
        """A position as large as the account carries, and little cash behind it."""
        self.low = account
        for party in (account, other):
            yield from self.recovered(party)
        yield from self.built(account, other, side)
        rules, price = self.rules(self.facing_market), self.at_mark(self.facing_market)
        for part in (2, 8):
            lots = rules.minimum_lots * (rules.span_lots // part)
            yield from self.met(account, other, self.facing_market, side, price, lots)
        yield from self.nearly(account)

    def step_against(self, side: Side, least: int = 50, width: int = 50) -> c.SetMark:
        """A small step against who has bought, or sold."""
        permille = least + self.draws.draw(width)
        asset = self.rules(self.facing_market).asset
        return self.marked(self.scaled(asset, -permille if side is Side.BUY else permille))

    def slid(self, account: int, target: int, side: Side, least: int) -> Iterator[c.Command]:
        """Steps so small that the first below zero leaves much; after each it is wound up."""
        most = self.winding.max_touches
        for _ in range(SLIDE_STEPS):
            yield self.step_against(side, least, 17)
            work = (most, 2, 1)[self.draws.pick(4, 1, 1)]
            yield self.liquidated(account, target, work)

    def quoted(self, account: int, side: Side, units: int) -> Iterator[c.Command]:
        """Orders at the mark that take over what was bought, or sold, and buy spot."""
        market = self.facing_market
        rules = self.rules(market)
        yield self.clear(account)
        for count in (units, 1):
            lots = count * rules.minimum_lots * rules.span_lots
            yield self.placed(account, market, side, self.at_mark(market), lots)
        yield self.buys_spot(account)

    def buys_spot(self, account: int) -> c.PlaceOrder:
        """An order at the mark for what the asset of the story is on its spot market."""
        spot = self.market_of(self.rules(self.facing_market).asset, MarketKind.SPOT)
        lots = 2 * self.rules(spot).sweep_lots
        return self.placed(account, spot, Side.BUY, self.at_mark(spot), lots)

    def quoted_some(self, account: int, side: Side) -> Iterator[c.Command]:
        """As many as it may need, or fewer."""
        yield from self.quoted(account, side, (1, 3, 6)[self.draws.draw(3)])

    def offered(self, account: int, market: int, minima: int) -> Iterator[c.Command]:
        """A loan on offer, of so many spans of the market."""
        yield self.clear(account)
        rules = self.rules(market)
        lots = minima * rules.minimum_lots * rules.span_lots
        yield self.placed(account, market, Side.SELL, rules.tick * 20, lots)

    def recovered(self, account: int) -> Iterator[c.Command]:
        """Deposits of all assets with which the account begins anew."""
        portions = zip(RECOVERED_PORTIONS, self.world.portion_atoms, strict=True)
        for asset, (count, portion) in enumerate(portions, start=1):
            atoms = Atoms(count * portion)
            yield c.Deposit(owner_of(account), AccountId(account), AssetId(asset), atoms)

    def stocked(self, account: int) -> c.Deposit:
        """A deposit of asset 2 that is enough to sell for a basis trade."""
        atoms = Atoms(RECOVERED_PORTIONS[0] * self.world.portion_atoms[1])
        return c.Deposit(owner_of(account), AccountId(account), AssetId(2), atoms)

    def swapped(self, account: int, target: int, percent: int, *, takes: bool) -> qc.SwapForTarget:
        """Base for coins of the target, at so many per cent of the mark; or the other way."""
        lots, coin = 1 + self.draws.draw(self.winding.purse_lots), self.winding.coin
        coins = AssetId(coin), Atoms(lots * self.lot_of(coin))
        base = AssetId(BASE), Atoms(lots * self.mark_of(coin) * percent // 100)
        gives, taken = (base, coins) if takes else (coins, base)
        return qc.SwapForTarget(*self.who(account), AccountId(target), *gives, *taken)

    def swapped_spot(self, account: int, target: int) -> qc.SwapForTarget:
        """Base for an asset that has a market."""
        gives, taken = (AssetId(BASE), Atoms(1)), (AssetId(2), Atoms(1))
        return qc.SwapForTarget(*self.who(account), AccountId(target), *gives, *taken)

    def rewarded(self) -> Iterator[c.Command]:
        """What becomes of the first rewards, of one of them also before its time."""
        escrow = EscrowId((1, 2, 3)[self.draws.pick(4, 2, 1)])
        claim = qc.ClaimReward(ANYBODY, escrow)
        reverse = qc.ReverseReward(OPERATOR, escrow)
        if self.draws.draw(4) == 0:
            yield reverse
        yield self.at(self.clock + self.winding.escrow_ms)
        yield claim
        if self.draws.draw(3) == 0:
            yield reverse
        yield self.at(self.clock + 1)
        yield reverse
        for place in (1, 2, 3):
            yield qc.ClaimReward(ANYBODY, EscrowId(place))
