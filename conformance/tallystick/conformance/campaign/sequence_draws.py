"""How the campaign generator draws one command after another (CNF-026)."""

from collections.abc import Iterator

from attrs import define

from tallystick.conformance.campaign.fields import owner_of
from tallystick.conformance.campaign.order_draws import OrderDraws
from tallystick.conformance.campaign.sent_loans import HOUR_MILLISECONDS
from tallystick.conformance.campaign.set_up import set_up
from tallystick.conformance.campaign.tables import (
    INNER_KINDS,
    KINDS,
    KINDS_OF_SEVERAL,
    LEG_KINDS,
    LOAN_KINDS,
    NOBODY,
    PROFILES,
)
from tallystick.reference.types import commands as c
from tallystick.reference.types.choices import (
    FundingSource,
    MarketKind,
    Profile,
)
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    Price,
    PrincipalId,
)

_KINDS = tuple(KINDS)
_KIND_WEIGHTS = {
    profile: tuple(weights[place] for weights in KINDS.values())
    for place, profile in enumerate(PROFILES)
}
_TIME_WEIGHTS = {
    Profile.MATCH_1: (29, 2, 1),
    Profile.SPOT_1: (29, 2, 1),
    Profile.LEND_1: (24, 2, 1, 22, 22),
    Profile.PERP_1: (24, 2, 1, 22, 22),
    Profile.MARGIN_1: (24, 2, 1, 8, 8, 6),
    Profile.WORLD_1: (24, 2, 1, 8, 8, 6),
}


@define
class SequenceDraws(OrderDraws):
    """One sequence of commands."""

    def commands(self) -> Iterator[c.Command]:
        yield from self.set_up()
        self.gap = (0, 2, 4)[self.draws.draw(3)]
        self.focus = 1 + self.draws.draw(len(self.markets))
        self.lean = self.draws.draw(3)
        yield from self.opening()
        while True:
            yield from self.drawn()

    def opening(self) -> Iterator[c.Command]:
        """What comes before the drawn commands."""
        if self.profile is Profile.LEND_1:
            yield from self.story()
        if self.profile is Profile.PERP_1:
            yield from self.story_of_legs()

    def set_up(self) -> Iterator[c.Command]:
        return set_up(self.profile, self.world, self.markets, len(self.accounts))

    def drawn(self) -> Iterator[c.Command]:
        """The next command, or several that belong together."""
        if self.halted and self.draws.draw(16) == 0:
            market, self.halted = self.halted, 0
            yield c.SetHalted(PrincipalId(0), MarketId(market), False)
            return
        kind = _KINDS[self.draws.pick(*_KIND_WEIGHTS[self.profile])]
        if kind in KINDS_OF_SEVERAL:
            yield from self.of_several(kind)
        else:
            yield self.command(kind)

    def of_several(self, kind: str) -> Iterator[c.Command]:
        """A kind of several commands that belong together."""
        match kind:
            case "lending":
                return self.lending()
            case "facing":
                return self.facing()
            case _:
                return self.relief()

    def command(self, kind: str) -> c.Command:
        if kind in LOAN_KINDS:
            return self.of_loan(kind)
        if kind in LEG_KINDS:
            return self.of_leg(kind)
        if kind in INNER_KINDS:
            account = self.account()
            kind = self.sensible(kind, account)
            return self.trading(kind, self.signer(account), account)
        match kind:
            case "batch":
                return self.batch()
            case "sweep":
                return self.sweep()
            case "advance_time":
                return self.advance_time()
            case "set_halted":
                return self.set_halted()
            case "open_account":
                return c.OpenAccount(PrincipalId((13, 0)[self.draws.pick(3, 1)]))
            case "list_asset":
                return c.ListAsset(self.operator(), Atoms(10), Atoms(5))
            case "list_market":
                return self.list_market()
            case "withdraw_treasury" | "set_mark":
                return self.of_asset(kind)
            case "add_delegate" | "remove_delegate":
                return self.of_delegate(kind)
            case _:
                return self.of_account(kind)

    def advance_time(self) -> c.AdvanceTime:
        signer = self.operator()
        match self.draws.pick(*_TIME_WEIGHTS[self.profile]):
            case 0:
                now = self.clock + self.draws.draw(12)
            case 1:
                now = self.clock - 1
            case 2:
                now = 2**53
            case 3:
                now = self.clock + HOUR_MILLISECONDS * (1 + self.draws.draw(12))
            case 4 if self.profile.has_lending:
                now = self.moment()
            case _:
                now = self.moment_of_legs()
        if signer == 0 and self.clock < now < 2**53:
            self.clock = now
        return c.AdvanceTime(signer, Milliseconds(now))

    def set_halted(self) -> c.SetHalted:
        signer, market, halted = self.operator(), self.market(), self.draws.draw(2) == 0
        if halted and signer == 0:
            self.halted = market
        return c.SetHalted(signer, market, halted)

    def list_market(self) -> c.ListMarket:
        signer, asset = self.operator(), self.asset()
        kind = tuple(MarketKind)[self.draws.pick(4, 2, 2)]
        source = None
        if self.profile.has_perpetuals:
            source = (None, *FundingSource)[self.draws.pick(6, 1, 2)]
        return c.ListMarket(signer, asset, kind, Price(5), Lots(2), source)

    def of_asset(self, kind: str) -> c.Command:
        if kind == "set_mark" and self.profile.has_perpetuals:
            return self.set_mark_of_perpetual()
        signer, asset = self.operator(), self.asset()
        if kind == "set_mark":
            return c.SetMark(signer, asset, Price(1 + self.draws.draw(1000)))
        return c.WithdrawTreasury(signer, asset, Atoms(1 + self.draws.draw(8)))

    def of_delegate(self, kind: str) -> c.Command:
        account = AccountId((1, 2, 3, NOBODY)[self.draws.pick(12, 2, 1, 1)])
        signer = self.signer(account)
        delegate = owner_of(account)
        if self.draws.pick(7, 1) == 0:
            delegate = PrincipalId(21 + self.draws.draw(4))
        if kind == "add_delegate":
            return c.AddDelegate(signer, account, delegate)
        return c.RemoveDelegate(signer, account, delegate)

    def of_account(self, kind: str) -> c.Command:
        account = self.account()
        if kind == "set_fee_exempt":
            return c.SetFeeExempt(self.operator(), account, self.draws.draw(4) == 0)
        signer = self.signer(account)
        if kind == "transfer":
            partner = {1: 3, 3: 1}.get(account, 2)
            to_account = AccountId((partner, 1, NOBODY)[self.draws.pick(20, 5, 1)])
            asset = self.asset()
            return c.Transfer(signer, account, to_account, asset, self.atoms(asset))
        asset = self.asset()
        if kind == "deposit":
            return c.Deposit(signer, account, asset, self.atoms(asset))
        return c.Withdraw(signer, account, asset, self.atoms(asset))
