"""How the campaign generator draws one field (CNF-025)."""

from attrs import define

from tallystick.conformance.campaign.sent_orders import SentOrder, SentOrders
from tallystick.conformance.campaign.splitmix import SplitMix64
from tallystick.conformance.campaign.tables import (
    CHANGES,
    FIRST_TIME,
    NOBODY,
    CampaignMarket,
    CampaignWorld,
)
from tallystick.reference.types.choices import MarketKind, Profile, Side
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)


@define
class FieldDraws:
    """The leanings of one sequence, what it remembers, and the fields drawn from that."""

    profile: Profile
    world: CampaignWorld
    draws: SplitMix64
    sent: SentOrders
    clock: int = FIRST_TIME
    halted: int = 0
    gap: int = 0
    focus: int = 1
    lean: int = 0

    @property
    def markets(self) -> tuple[CampaignMarket, ...]:
        """The markets that the set-up lists, in the order of their ids."""
        match self.profile:
            case Profile.MATCH_1:
                return self.world.books
            case Profile.SPOT_1:
                return self.world.spot
            case Profile.LEND_1:
                return self.world.lending
            case Profile.PERP_1:
                return self.world.perpetual
            case Profile.MARGIN_1 | Profile.WORLD_1:
                return self.world.margin

    @property
    def accounts(self) -> tuple[int, ...]:
        """The accounts that the set-up opens: three, and where there are legs all of the preset."""
        count = len(self.world.owners) if self.profile.has_perpetuals else 3
        return tuple(range(1, count + 1))

    def account(self) -> AccountId:
        """One of the accounts, seldom an id of none."""
        weights = (*(60 for _ in self.accounts), 1, 1)
        return AccountId((*self.accounts, NOBODY, 0)[self.draws.pick(*weights)])

    def signer(self, account: AccountId) -> PrincipalId:
        """Who signs for an account."""
        others = (owner_of(account), 21, 0, 31, 2**31)
        return PrincipalId(others[self.draws.pick(110, 6, 1, 1, 1)])

    def operator(self) -> PrincipalId:
        """Who signs what only the operator may."""
        return PrincipalId((0, 11, 2**31)[self.draws.pick(60, 1, 1)])

    def market(self) -> MarketId:
        """Mostly the market that the sequence is about."""
        match self.draws.pick(96, 30, 2, 1):
            case 0:
                return MarketId(self.focus)
            case 1:
                return MarketId(1 + self.draws.draw(len(self.markets)))
            case other:
                return MarketId((NOBODY, 0)[other - 2])

    def asset(self) -> AssetId:
        """One of the three assets, seldom an id of none."""
        return AssetId((1, 2, 3, NOBODY, 0)[self.draws.pick(20, 14, 14, 2, 1)])

    def atoms(self, asset: AssetId) -> Atoms:
        """An amount to deposit, withdraw or transfer."""
        match self.draws.pick(112, 5, 5, 2, 2, 1):
            case 0:
                portion = self.world.portion_atoms[asset - 1] if asset in (1, 2, 3) else 1
                return Atoms((1 + self.draws.draw(40)) * portion)
            case other:
                return Atoms((2**56, 3 * 2**54, 2**56 + 1, 0, 2**64 + 1)[other - 1])

    def rules(self, market: int) -> CampaignMarket:
        """The market's description; that of market 1 for a market that was never listed."""
        return self.markets[market - 1 if 1 <= market <= len(self.markets) else 0]

    def side(self, *, sweeping: bool = False) -> Side:
        """The side that the sequence leans to, or, of a sweep, its opposite."""
        weights = ((1, 1), (3, 1), (1, 3))[self.lean]
        return (Side.BUY, Side.SELL)[self.draws.pick(*(weights[::-1] if sweeping else weights))]

    def far_price(self, market: int, side: Side) -> Price:
        """A price that crosses every ordinary price of the other side."""
        return Price(self.rules(market).tick * (18 if side is Side.SELL else 23 + self.gap))

    def price(self, market: int, side: Side) -> Price:
        """A price near those of the own side, seldom one that crosses all or is wrong."""
        tick = self.rules(market).tick
        lowest = 18 + (self.gap if side is Side.SELL else 0)
        match self.draws.pick(220, 30, 2, 1, 1, 1):
            case 0:
                return Price(tick * (lowest + self.draws.draw(6)))
            case 1:
                return self.far_price(market, side)
            case 2:
                return Price(tick * 20 + 1)
            case other:
                return Price((tick * 400, 2**40 + 1, 0)[other - 3])

    def lots(self, market: int) -> Lots:
        """A quantity that the market allows, seldom one that it does not."""
        rules = self.rules(market)
        match self.draws.pick(234, 14, 2, 1, 1):
            case 0 if rules.kind is MarketKind.SPOT:
                return Lots(rules.minimum_lots + self.draws.draw(rules.span_lots))
            case 0:
                return Lots(rules.minimum_lots * (1 + self.draws.draw(rules.span_lots)))
            case 1:
                return Lots(rules.minimum_lots * 24)
            case 2:
                return Lots(rules.minimum_lots - 1)
            case other:
                return Lots((2**40 + 1, 0)[other - 3])

    def expires_at(self) -> Milliseconds | None:
        """Mostly none, or soon."""
        match self.draws.pick(88, 44, 1, 1):
            case 0:
                return None
            case 1:
                return Milliseconds(self.clock + 1 + self.draws.draw(20))
            case other:
                return Milliseconds((self.clock, 2**53)[other - 2])

    def new_order_id(self, account: int) -> OrderId:
        """An id above the account's last, seldom one that is not."""
        last = self.sent.last_ids.get(account, 0)
        match self.draws.pick(120, 4, 1, 1):
            case 0:
                return OrderId(last + 1 + self.draws.draw(3))
            case other:
                return OrderId((last, 0, 2**61)[other - 1])

    def sensible(self, kind: str, account: int) -> str:
        """Place where there is nothing to change, cancel where nothing more would rest."""
        if kind == "place_order" and self.sent.is_full(account):
            return ("cancel_order", "cancel_all", kind)[self.draws.pick(8, 7, 1)]
        if kind in CHANGES and not self.sent.of_account(account):
            return ("place_order", kind)[self.draws.pick(15, 1)]
        return kind

    def old_order(self, account: int) -> SentOrder:
        """One of the account's remembered orders, seldom another's, or one that hardly exists."""
        # Only where there are loans does an engine make orders.
        choice = self.draws.pick(120, 4, 2, 1, 1, 12 if self.profile.has_lending else 0)
        orders = self.sent.of_account(account) if choice == 0 else self.sent.entries
        if choice < 2 and orders:
            return orders[self.draws.draw(len(orders))]
        if choice == 5:
            order_id = 2**61 + self.draws.draw(4)
        else:
            order_id = (1, 1, 2**62 - 1, 2**62, 0)[choice]
        tick, lots = self.rules(self.focus).tick, self.rules(self.focus).minimum_lots
        return SentOrder(account, order_id, self.focus, Side.BUY, tick * 18, lots)


def owner_of(account: int) -> PrincipalId:
    """Who opened an account in the set-up."""
    return PrincipalId(12 if account == 2 else 11)
