"""The numbers and weights of the campaign generator, as spec chapter 12 lists them."""

from attrs import frozen

from tallystick.reference.types.choices import FundingSource, MarketKind, OrderType, Profile
from tallystick.reference.types.units import Lots

COMMANDS_PER_SEQUENCE = 250
PROFILES = (
    Profile.MATCH_1,
    Profile.SPOT_1,
    Profile.LEND_1,
    Profile.PERP_1,
    Profile.MARGIN_1,
    Profile.WORLD_1,
)
"""The profiles that have campaigns."""
NOBODY = 2**31 - 1
"""In range as any id, and never assigned in a campaign."""
FIRST_TIME = 1000
FIRST_IDS = {1: 0, 2: 2**53, 3: 2**61 - 2**20}

KINDS = {
    # kind: weight in match/1, in spot/1, in lend/1, in perp/1, in margin/1, in world/1
    "place_order": (110, 96, 84, 92, 84, 66),
    "amend_order": (24, 18, 12, 12, 12, 16),
    "cancel_order": (16, 14, 8, 8, 8, 8),
    "replace_order": (16, 12, 8, 8, 8, 8),
    "cancel_all": (10, 10, 6, 6, 6, 6),
    "batch": (20, 14, 16, 16, 14, 14),
    "sweep": (10, 16, 6, 16, 18, 18),
    "advance_time": (14, 12, 30, 30, 24, 24),
    "set_halted": (2, 2, 2, 2, 2, 2),
    "open_account": (1, 1, 1, 1, 1, 1),
    "list_asset": (1, 1, 1, 1, 1, 1),
    "list_market": (4, 1, 2, 2, 2, 2),
    "deposit": (1, 8, 6, 10, 10, 10),
    "withdraw": (0, 10, 10, 6, 10, 10),
    "transfer": (0, 5, 3, 6, 6, 6),
    "withdraw_treasury": (0, 5, 3, 3, 2, 2),
    "set_mark": (0, 3, 1, 16, 20, 20),
    "set_fee_exempt": (0, 4, 3, 3, 2, 2),
    "add_delegate": (0, 4, 2, 2, 2, 2),
    "remove_delegate": (0, 4, 2, 2, 2, 2),
    "lending": (0, 0, 40, 0, 24, 28),
    "pay_interest": (0, 0, 18, 0, 10, 10),
    "pay_claims": (0, 0, 5, 0, 4, 6),
    "set_loan_terms": (0, 0, 9, 0, 8, 14),
    "swap_loan": (0, 0, 12, 0, 10, 12),
    "renew_loan": (0, 0, 9, 0, 10, 18),
    "roll_loan": (0, 0, 8, 0, 8, 14),
    "facing": (0, 0, 0, 34, 16, 18),
    "relief": (0, 0, 0, 10, 3, 3),
    "true_up": (0, 0, 0, 20, 16, 16),
    "repay_debts": (0, 0, 0, 3, 2, 2),
    "collect_debt": (0, 0, 0, 4, 5, 7),
    "set_funding_rate": (0, 0, 0, 6, 4, 7),
    "set_risk": (0, 0, 0, 0, 7, 7),
    "basis": (0, 0, 0, 0, 10, 10),
    "ladder": (0, 0, 0, 0, 8, 8),
    "shock": (0, 0, 0, 0, 14, 14),
    "array": (0, 0, 0, 0, 5, 5),
    "liquidate": (0, 0, 0, 0, 0, 8),
    "claim_reward": (0, 0, 0, 0, 0, 3),
    "reverse_reward": (0, 0, 0, 0, 0, 2),
    "swap_for_target": (0, 0, 0, 0, 0, 4),
    "declare_bankruptcy": (0, 0, 0, 0, 0, 4),
    "ruin": (0, 0, 0, 0, 0, 5),
}
KINDS_OF_SEVERAL = ("lending", "facing", "relief", "basis", "ladder", "array", "shock", "ruin")
LOAN_KINDS = (
    "pay_interest",
    "pay_claims",
    "set_loan_terms",
    "swap_loan",
    "renew_loan",
    "roll_loan",
)
LEG_KINDS = ("true_up", "repay_debts", "collect_debt", "set_funding_rate")
SWEEPS = (
    (OrderType.IOC, OrderType.IOC, OrderType.POST_ONLY),
    (OrderType.LIMIT, OrderType.IOC, OrderType.IOC),
)
CHANGES = ("amend_order", "cancel_order", "replace_order")
MAY_REST = (OrderType.LIMIT, OrderType.POST_ONLY)
INNER_KINDS = {
    # kind: weight in match/1, in spot/1, in lend/1, in perp/1, in margin/1, in world/1
    "place_order": (32, 32, 20, 24, 24, 24),
    "amend_order": (8, 8, 5, 5, 5, 5),
    "cancel_order": (12, 12, 8, 8, 8, 8),
    "replace_order": (6, 6, 4, 4, 4, 4),
    "cancel_all": (2, 2, 2, 2, 2, 2),
    "pay_interest": (0, 0, 8, 0, 4, 4),
    "pay_claims": (0, 0, 3, 0, 2, 2),
    "swap_loan": (0, 0, 6, 0, 4, 4),
    "true_up": (0, 0, 0, 10, 6, 6),
}


@frozen
class CampaignMarket:
    """A market of the set-up, and how far the lots of an order reach above the least."""

    asset: int
    kind: MarketKind
    tick: int
    minimum_lots: int
    span_lots: int
    funding_source: FundingSource | None = None

    @property
    def sweep_lots(self) -> Lots:
        """A little more than an ordinary order has."""
        if self.kind is MarketKind.SPOT:
            return Lots(self.minimum_lots + self.span_lots)
        return Lots(self.minimum_lots * (1 + self.span_lots))


@frozen
class CampaignWorld:
    """The numbers of a preset (CNF-023), with the markets of each profile.

    `owners` are who opens the accounts, in the order of their ids; only `perp/1` has those beyond
    the third.
    """

    lot_atoms: tuple[int, ...]
    fee_cap_atoms: tuple[int, ...]
    spot: tuple[CampaignMarket, CampaignMarket]
    books: tuple[CampaignMarket, CampaignMarket, CampaignMarket]
    lending: tuple[CampaignMarket, CampaignMarket, CampaignMarket]
    perpetual: tuple[CampaignMarket, CampaignMarket, CampaignMarket]
    owners: tuple[int, ...]
    highest_mark: int
    longest_lots: int
    deposit_atoms: tuple[tuple[int, ...], ...]
    portion_atoms: tuple[int, int, int]
    giant_price_ticks: int
    full_account_orders: int
    full_venue_orders: int
    full_account_loans: int
    full_venue_loans: int
    margin: tuple[CampaignMarket, ...] = ()


_MINIMAL_SPOT = CampaignMarket(2, MarketKind.SPOT, 250, 3, 3)
_WORLD_SPOT = CampaignMarket(2, MarketKind.SPOT, 999_983, 300, 750)
WORLDS = {
    "minimal": CampaignWorld(
        lot_atoms=(10, 2**40 - 1),
        fee_cap_atoms=(5, 2**56),
        spot=(_MINIMAL_SPOT, CampaignMarket(3, MarketKind.SPOT, 2, 100, 1500)),
        books=(
            _MINIMAL_SPOT,
            CampaignMarket(2, MarketKind.PERP, 7, 3, 5),
            CampaignMarket(1, MarketKind.LEND, 25, 2, 5),
        ),
        lending=(
            _MINIMAL_SPOT,
            CampaignMarket(1, MarketKind.LEND, 25, 100, 5),
            CampaignMarket(3, MarketKind.LEND, 31, 64, 6),
        ),
        perpetual=(
            _MINIMAL_SPOT,
            CampaignMarket(2, MarketKind.PERP, 1999, 2, 8),
            CampaignMarket(3, MarketKind.PERP, 3, 100, 8, FundingSource.PUBLISHED),
        ),
        owners=(11, 12, 11),
        highest_mark=2**52 // 10_000,
        longest_lots=10_000,
        deposit_atoms=((60_000, 100, 2**53), (60_000, 100, 2**53), (60_000, 50, 2**53)),
        portion_atoms=(300, 1, 2**44),
        giant_price_ticks=2**32,
        full_account_orders=3,
        full_venue_orders=7,
        full_account_loans=3,
        full_venue_loans=5,
    ),
    "world": CampaignWorld(
        lot_atoms=(1_000_003, 2**40 - 1),
        fee_cap_atoms=(2_000_000, 2**56),
        spot=(_WORLD_SPOT, CampaignMarket(3, MarketKind.SPOT, 2**35 - 49, 50, 20_000)),
        books=(
            _WORLD_SPOT,
            CampaignMarket(2, MarketKind.PERP, 7919, 25, 5),
            CampaignMarket(1, MarketKind.LEND, 25, 2, 5),
        ),
        lending=(
            _WORLD_SPOT,
            CampaignMarket(1, MarketKind.LEND, 25, 10, 500),
            CampaignMarket(3, MarketKind.LEND, 200, 64, 20),
        ),
        perpetual=(
            _WORLD_SPOT,
            CampaignMarket(2, MarketKind.PERP, 7919, 32, 3000, FundingSource.PUBLISHED),
            CampaignMarket(3, MarketKind.PERP, 159_072_862, 1024, 128),
        ),
        owners=(11, 12, 11, 11, 11),
        highest_mark=2**32,
        longest_lots=2**20,
        deposit_atoms=(
            (2**54, 3 * 10**9, 2**54),
            (2**54, 3 * 10**9, 2**54),
            (2 * 10**11, 3 * 10**9, 2**54),
            (2**53, 10**9, 2**53),
            (10**9, 10**9, 2**53),
        ),
        portion_atoms=(25 * 10**8, 25 * 10**6, 2**47),
        giant_price_ticks=2**5,
        full_account_orders=8,
        full_venue_orders=24,
        full_account_loans=8,
        full_venue_loans=12,
    ),
}
"""Numbers by preset; `hardened` differs from `world` in what only profiles with margin have."""
WORLDS["hardened"] = WORLDS["world"]
CAMPAIGNS = tuple(
    (profile, preset)
    for profile in PROFILES
    for preset in WORLDS
    if preset != "hardened" or profile.has_margin
)
"""Every profile with the presets in which it has a campaign (CNF-022)."""
