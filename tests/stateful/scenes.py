"""Venues to begin with: parameter sets near `minimal`, and set-ups that let rare paths happen."""

from random import Random

from attrs import evolve, frozen

from tallystick.conformance.spec_files import load_preset
from tallystick.fast import FastEngine
from tallystick.reference.types.choices import (
    FundingSource,
    MarketKind,
    OrderType,
    Profile,
    Side,
)
from tallystick.reference.types.commands import (
    AdvanceTime,
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
    PlaceOrder,
    SetMark,
)
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.perp_commands import SetFundingRate
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FundingRate,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)
from tests.stateful.choosing import pick, rarely
from tests.stateful.liquidation_scenes import set_up_of_liquidation
from tests.stateful.margin_scenes import set_up_of_margin

PROFILES = FastEngine.PROFILES
"""The profiles that all engines have."""
OPERATOR = PrincipalId(0)
LARGEST_DEPOSIT = 2**54
"""Three of them stay below the bound of supply (SPT-020)."""
MIDDLE_TICKS = 16
"""Prices stand around so many ticks."""

LENDING_TICK = 25
"""So that rates stand around 400 basis points."""

ROOMIER = {
    "max_accounts": 4,
    "max_orders_per_account": 5,
    "max_orders": 14,
    "max_touches": 6,
    "max_batch_commands": 5,
    "max_assets": 5,
    "max_markets": 5,
}
VARIATIONS: tuple[dict[str, int], ...] = (
    {},
    {},
    {"max_touches": 1},
    ROOMIER,
    {**ROOMIER, "reservation_multiple_tenths": 40, "max_touches": 2},
    {**ROOMIER, "base_fee_cap_atoms": 40, "spot_maker_fee_rate": 33_333},
    {"max_touches": 1, "max_markets": 1, "max_delegates_per_account": 1},
    {"max_touches": 1, "reservation_multiple_tenths": 10},
    {"spot_maker_fee_rate": 0, "spot_taker_fee_rate": 50_000, "base_fee_cap_atoms": 2**56},
    {"spot_maker_fee_rate": 1, "spot_taker_fee_rate": 0, "base_fee_cap_atoms": 0},
)


LENDING_VARIATIONS: tuple[dict[str, int], ...] = (
    {},
    {"max_claims": 1, "max_loans": 8, "max_loans_per_account": 6},
    {"max_claims": 1, "max_loans_per_account": 4, "lend_fee_rate": 0},
    {"max_loans": 12, "max_loans_per_account": 8, "rate_cap_bps": 400},
    {"lend_fee_rate": 50_000, "keeper_fee_permille": 1, "max_loans": 1},
)


PERPETUAL_VARIATIONS: tuple[dict[str, int], ...] = (
    {},
    {"max_position_lots": 9, "max_legs": 9},
    {"max_legs": 1, "max_debts": 9, "max_debts_per_account": 9},
    {"max_legs_per_command": 3, "max_legs": 9, "max_debts": 2},
    {"max_legs_per_command": 9, "max_legs": 9, "max_debts": 9, "max_debts_per_account": 1},
    {"max_position_lots": 2**20, "max_legs": 9, "max_debts": 20, "max_debts_per_account": 20},
    {"max_position_lots": 40, "perp_maker_fee_rate": 0, "perp_taker_fee_rate": 50_000},
)


HARDENED = {
    "initial_scale_permille": 1000,
    "maintenance_scale_permille": 600,
    "lent_haircut_permille": 20,
    "band_multiple": 1,
    "closable_risk": 1,
}
"""What decides values in preset `hardened`."""
MARGIN_VARIATIONS: tuple[dict[str, int], ...] = (
    {},
    HARDENED,
    {"mark_valid_ms": 0},
    {"risk_notice_ms": 1, "lent_haircut_permille": 1000, "max_legs": 1},
    {"band_multiple": 0, "maintenance_scale_permille": 1200, "max_legs": 9},
    {**HARDENED, "max_position_lots": 9, "max_claims": 1, "max_loans": 8},
    {"max_debts": 1, "max_debts_per_account": 1, "lend_fee_rate": 50_000, "max_claims": 1},
)
LIQUIDATION_VARIATIONS: tuple[dict[str, int], ...] = (
    {},
    {},
    {"max_touches": 12, "max_legs": 9, "max_legs_per_command": 40},
    {"max_touches": 20, "reward_permille": 1000, "max_escrows": 1},
    {"escrow_ms": 0, "max_touches": 6, "max_claims": 1},
    {"reward_permille": 0, "max_legs_per_command": 3},
    {"max_position_lots": 9, "max_claims": 1, "max_loans": 8, "max_touches": 6},
)


@frozen
class Scale:
    """Sizes of a market: the usual, the finest, and the largest that the bounds allow."""

    lot_atoms: int
    fee_cap_atoms: int
    tick: int
    minimum_lots: int

    @property
    def base_atoms(self) -> int:
        """Price of the smallest order in the middle."""
        return MIDDLE_TICKS * self.tick * self.minimum_lots

    @property
    def asset_atoms(self) -> int:
        """What the smallest order delivers."""
        return self.minimum_lots * self.lot_atoms


SCALES = (
    Scale(10, 5, 5, 2),
    Scale(10, 5, 5, 2),
    Scale(7, 90, 5, 1),
    Scale(1, 0, 1, 3),
    Scale(2**40, 2**56, 2**35, 2**12),
    Scale(2**40, 2**56, 5, 2**12),
)


def draw_parameters(choose: Random, profile: Profile) -> Parameters:
    """Preset `minimal` with a variation."""
    variation = pick(choose, VARIATIONS)
    if profile is Profile.PERP_1:
        variation = {**variation, **pick(choose, PERPETUAL_VARIATIONS)}
        variation["max_markets"] = max(2, variation.get("max_markets", 3))
    if profile.has_margin:
        variation = {**variation, **pick(choose, MARGIN_VARIATIONS)}
        variation["max_markets"] = max(3, variation.get("max_markets", 3))
    if profile.has_liquidation:
        variation = {**variation, **pick(choose, LIQUIDATION_VARIATIONS)}
    if profile is Profile.LEND_1:
        # Where the cap on markets is lower there is no lending market.
        variation = {**variation, **pick(choose, LENDING_VARIATIONS)}
        variation["max_markets"] = max(3, variation.get("max_markets", 3))
    return load_preset("minimal", variation, profile)


def highest_mark(parameters: Parameters) -> int:
    """The highest mark and price of a perpetual market (PRP-010, PRP-011)."""
    assert parameters.perpetual is not None
    return 2**52 // parameters.perpetual.max_position_lots


def _rate_tick(profile: Profile, tick: Price) -> Price:
    return Price(LENDING_TICK) if profile is Profile.LEND_1 else min(tick, Price(5))


def draw_set_up(choose: Random, profile: Profile, parameters: Parameters) -> tuple[Command, ...]:
    """Commands that open a venue in which orders can meet; accounts 1 and 2 have one owner."""
    scale = pick(choose, SCALES)
    kinds = [MarketKind.SPOT]
    if profile is Profile.MATCH_1:
        kinds += [MarketKind.PERP, MarketKind.LEND]
    if profile is Profile.PERP_1:
        return _set_up_of_perpetuals(choose, parameters, scale)
    if profile.has_liquidation:
        return set_up_of_liquidation(choose, parameters)
    if profile.has_margin:
        return set_up_of_margin(choose, parameters)
    if profile is Profile.LEND_1:
        kinds += [MarketKind.LEND]
    tick, minimum_lots = Price(scale.tick), Lots(scale.minimum_lots)
    list_asset = ListAsset(OPERATOR, Atoms(scale.lot_atoms), Atoms(scale.fee_cap_atoms))
    commands: list[Command] = [
        list_asset,
        *(
            ListMarket(
                OPERATOR,
                AssetId(2),
                kind,
                # A tick above the highest rate would leave a lending market without prices.
                _rate_tick(profile, tick) if kind is MarketKind.LEND else tick,
                minimum_lots,
            )
            for kind in kinds[: parameters.max_markets]
        ),
        *(OpenAccount(PrincipalId(owner)) for owner in (11, 11, 12)),
    ]
    if profile is Profile.LEND_1:
        base_lend = AssetId(1), MarketKind.LEND, Price(LENDING_TICK), minimum_lots
        commands.append(ListMarket(OPERATOR, *base_lend))
    if profile is not Profile.MATCH_1:
        sizes = [(1, scale.base_atoms), (2, scale.asset_atoms)]
        if profile is Profile.SPOT_1 and parameters.max_markets > 1 and rarely(choose, 2):
            commands += [
                list_asset,
                ListMarket(OPERATOR, AssetId(3), MarketKind.SPOT, tick, minimum_lots),
            ]
            sizes.append((3, scale.asset_atoms))
        for account, owner in ((1, 11), (2, 11), (3, 12)):
            for asset, atoms in sizes:
                # In halves of the smallest order, and not a multiple of a lot: little.
                halves = pick(choose, (8, 6, 12, 5, 20, 3, 1, 0))
                amount = min(atoms * halves // 2, LARGEST_DEPOSIT) + pick(choose, (0, 1))
                if amount:
                    commands.append(
                        Deposit(
                            PrincipalId(owner), AccountId(account), AssetId(asset), Atoms(amount)
                        )
                    )
    if profile is Profile.LEND_1 and not rarely(choose, 3):
        commands += _ring_of_loans(choose, scale)
    return tuple(commands)


def _set_up_of_perpetuals(
    choose: Random, parameters: Parameters, scale: Scale
) -> tuple[Command, ...]:
    """A spot market and one or two perpetual ones, accounts with little money, and mostly legs."""
    assert parameters.perpetual is not None
    highest, longest = highest_mark(parameters), parameters.perpetual.max_position_lots
    tick = Price(min(scale.tick, max(1, highest // (8 * MIDDLE_TICKS))))
    minimum_lots = Lots(min(scale.minimum_lots, max(1, longest // 4)))
    count = 3 if rarely(choose, 4) else min(4, parameters.max_accounts)
    owners = (11, 11, 12, 12)[:count]
    is_long, sources = rarely(choose, 12), [None, *FundingSource]
    source = FundingSource.PUBLISHED if is_long else pick(choose, sources)
    commands: list[Command] = [
        *(OpenAccount(PrincipalId(owner)) for owner in owners),
        ListAsset(OPERATOR, Atoms(scale.lot_atoms), Atoms(scale.fee_cap_atoms)),
        *(
            ListMarket(OPERATOR, AssetId(2), kind, price, lots, one_source)
            for kind, price, lots, one_source in (
                (MarketKind.SPOT, Price(scale.tick), Lots(scale.minimum_lots), None),
                (MarketKind.PERP, tick, minimum_lots, source),
            )
        ),
    ]
    assets = [2]
    if parameters.max_markets > 2 and rarely(choose, 2):
        commands += [
            ListAsset(OPERATOR, Atoms(1), Atoms(0)),
            ListMarket(
                *(OPERATOR, AssetId(3), MarketKind.PERP, tick, minimum_lots),
                pick(choose, sources),
            ),
        ]
        assets += [3]
    for account, owner in enumerate(owners, start=1):
        # Half of the price of the smallest order pays the fee of a trade of that size.
        halves = pick(choose, (8, 6, 20, 3, 1, 0 if is_long else 1))
        atoms = min(tick * minimum_lots * MIDDLE_TICKS * halves // 2, LARGEST_DEPOSIT)
        for asset, amount in ((1, atoms + pick(choose, (0, 1))), (2, scale.asset_atoms)):
            if amount:
                deposited = AccountId(account), AssetId(asset), Atoms(amount)
                commands.append(Deposit(PrincipalId(owner), *deposited))
    if not is_long and rarely(choose, 6):
        return tuple(commands)
    marks = [SetMark(OPERATOR, AssetId(asset), Price(tick * MIDDLE_TICKS)) for asset in assets]
    commands += marks
    if is_long:
        return (*commands, *_long_time(choose, owners, highest, longest, tick, minimum_lots))
    if not rarely(choose, 3):
        commands += _chain_of_legs(choose, owners, tick, minimum_lots)
    return tuple(commands)


def _chain_of_legs(
    choose: Random, owners: tuple[int, ...], tick: Price, minimum_lots: Lots
) -> list[Command]:
    """Two trades of four accounts, or three, so that the next may pass a leg on."""
    cast = choose.sample(range(1, len(owners) + 1), len(owners))
    commands: list[Command] = []
    for turn, (seller, buyer) in enumerate(((cast[0], cast[1]), (cast[-1], cast[2])), start=1):
        if seller == buyer:
            break
        for account, side in ((seller, Side.SELL), (buyer, Side.BUY)):
            commands.append(_order(owners, account, turn, side, tick, minimum_lots))
    return commands


def _order(
    owners: tuple[int, ...], account: int, order_id: int, side: Side, tick: Price, lots: int
) -> PlaceOrder:
    """One of two orders that trade in the middle of the first perpetual market."""
    order_type = OrderType.LIMIT if side is Side.SELL else OrderType.IOC
    price = Price(tick * MIDDLE_TICKS)
    order = NewOrder(OrderId(order_id), MarketId(2), side, price, Lots(lots), order_type)
    return PlaceOrder(PrincipalId(owners[account - 1]), AccountId(account), order)


def _long_time(
    choose: Random,
    owners: tuple[int, ...],
    highest: int,
    longest: int,
    tick: Price,
    minimum_lots: Lots,
) -> list[Command]:
    """The longest position for as long as there are ticks, at the highest mark and rate."""
    one, two = choose.sample(range(1, len(owners) + 1), 2)
    lots = longest // minimum_lots * minimum_lots
    rate = FundingRate(pick(choose, (30_000, -30_000)))
    return [
        SetMark(OPERATOR, AssetId(2), Price(min(highest, 2**40))),
        _order(owners, one, 1, Side.SELL, tick, lots),
        _order(owners, two, 1, Side.BUY, tick, lots),
        SetFundingRate(OPERATOR, MarketId(2), rate),
        AdvanceTime(OPERATOR, Milliseconds(pick(choose, (2**42, 2**41)))),
    ]


def _ring_of_loans(choose: Random, scale: Scale) -> list[Command]:
    """Loans between accounts that have lent and borrowed, so that they can be handed over."""
    one, two, three = choose.sample((1, 2, 3), 3)
    owners = {number: PrincipalId(12 if number == 3 else 11) for number in (1, 2, 3)}
    commands: list[Command] = [
        Deposit(owners[number], AccountId(number), AssetId(2), Atoms(scale.asset_atoms * minima))
        for number, minima in ((one, 2), (two, 1))
    ]
    ids = dict.fromkeys(owners, 0)
    for lender, borrower in ((one, three), (two, one), (one, two)):
        price = Price(LENDING_TICK * (MIDDLE_TICKS + choose.randint(-1, 1)))
        for number, side in ((lender, Side.SELL), (borrower, Side.BUY)):
            ids[number] += 1
            lots = Lots(scale.minimum_lots)
            order = NewOrder(OrderId(ids[number]), MarketId(2), side, price, lots)
            if side is Side.BUY:
                order = evolve(order, order_type=OrderType.IOC)
            commands.append(PlaceOrder(owners[number], AccountId(number), order))
    return commands
