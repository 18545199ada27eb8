"""The numbers and weights of the campaign generator, as spec chapter 11 lists them."""

from attrs import frozen

from tallystick.reference.types.choices import MarketKind, OrderType, Profile
from tallystick.reference.types.units import Lots

COMMANDS_PER_SEQUENCE = 250
PROFILES = (Profile.MATCH_1, Profile.SPOT_1, Profile.LEND_1)
"""The profiles that have campaigns."""
NOBODY = 2**31 - 1
"""In range as any id, and never assigned in a campaign."""
FIRST_TIME = 1000
FIRST_IDS = {1: 0, 2: 2**53, 3: 2**61 - 2**20}

KINDS = {
    # kind: weight in match/1, in spot/1, in lend/1
    "place_order": (110, 96, 84),
    "amend_order": (24, 18, 12),
    "cancel_order": (16, 14, 8),
    "replace_order": (16, 12, 8),
    "cancel_all": (10, 10, 6),
    "batch": (20, 14, 16),
    "sweep": (10, 16, 6),
    "advance_time": (14, 12, 30),
    "set_halted": (2, 2, 2),
    "open_account": (1, 1, 1),
    "list_asset": (1, 1, 1),
    "list_market": (4, 1, 2),
    "deposit": (1, 8, 6),
    "withdraw": (0, 10, 10),
    "transfer": (0, 5, 3),
    "withdraw_treasury": (0, 5, 3),
    "set_mark": (0, 3, 1),
    "set_fee_exempt": (0, 4, 3),
    "add_delegate": (0, 4, 2),
    "remove_delegate": (0, 4, 2),
    "lending": (0, 0, 40),
    "pay_interest": (0, 0, 18),
    "pay_claims": (0, 0, 5),
    "set_loan_terms": (0, 0, 9),
    "swap_loan": (0, 0, 12),
    "renew_loan": (0, 0, 9),
    "roll_loan": (0, 0, 8),
}
LOAN_KINDS = (
    "pay_interest",
    "pay_claims",
    "set_loan_terms",
    "swap_loan",
    "renew_loan",
    "roll_loan",
)
SWEEPS = (
    (OrderType.IOC, OrderType.IOC, OrderType.POST_ONLY),
    (OrderType.LIMIT, OrderType.IOC, OrderType.IOC),
)
CHANGES = ("amend_order", "cancel_order", "replace_order")
MAY_REST = (OrderType.LIMIT, OrderType.POST_ONLY)
INNER_KINDS = {
    # kind: weight in match/1, in spot/1, in lend/1
    "place_order": (32, 32, 20),
    "amend_order": (8, 8, 5),
    "cancel_order": (12, 12, 8),
    "replace_order": (6, 6, 4),
    "cancel_all": (2, 2, 2),
    "pay_interest": (0, 0, 8),
    "pay_claims": (0, 0, 3),
    "swap_loan": (0, 0, 6),
}


@frozen
class CampaignMarket:
    """A market of the set-up, and how far the lots of an order reach above the least."""

    asset: int
    kind: MarketKind
    tick: int
    minimum_lots: int
    span_lots: int

    @property
    def sweep_lots(self) -> Lots:
        """A little more than an ordinary order has."""
        if self.kind is MarketKind.SPOT:
            return Lots(self.minimum_lots + self.span_lots)
        return Lots(self.minimum_lots * (1 + self.span_lots))


@frozen
class CampaignWorld:
    """The numbers of a preset (CNF-023); the markets of `spot/1`, `match/1` and `lend/1`."""

    lot_atoms: tuple[int, int]
    fee_cap_atoms: tuple[int, int]
    spot: tuple[CampaignMarket, CampaignMarket]
    books: tuple[CampaignMarket, CampaignMarket, CampaignMarket]
    lending: tuple[CampaignMarket, CampaignMarket, CampaignMarket]
    deposit_atoms: tuple[tuple[int, int, int], ...]
    portion_atoms: tuple[int, int, int]
    giant_price_ticks: int
    full_account_orders: int
    full_venue_orders: int
    full_account_loans: int
    full_venue_loans: int


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
        deposit_atoms=(
            (2**54, 3 * 10**9, 2**54),
            (2**54, 3 * 10**9, 2**54),
            (2 * 10**11, 3 * 10**9, 2**54),
        ),
        portion_atoms=(25 * 10**8, 25 * 10**6, 2**47),
        giant_price_ticks=2**5,
        full_account_orders=8,
        full_venue_orders=24,
        full_account_loans=8,
        full_venue_loans=12,
    ),
}
"""Presets for which a campaign is defined."""
