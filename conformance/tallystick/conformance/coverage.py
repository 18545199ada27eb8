"""What a campaign or a flow has made an engine do, and what it could have (CNF-028)."""

from collections import Counter
from typing import get_args

from attrs import Factory, define

from tallystick.conformance.wire import word
from tallystick.reference.types.choices import Profile, RemovalCause
from tallystick.reference.types.events import Event, OrderRemoved, Traded
from tallystick.reference.types.liquidation_events import LiquidationEvent
from tallystick.reference.types.loan_events import LendingEvent
from tallystick.reference.types.margin_events import MarginEvent
from tallystick.reference.types.outcome import Outcome, Rejected
from tallystick.reference.types.perp_events import PerpetualEvent
from tallystick.reference.types.reasons import Reason

_NO_LEDGER = """
    not_authorized delegate_is_owner delegate_exists too_many_delegates unknown_delegate
    same_account not_same_owner order_too_large insufficient_balance reservation_limit
    insufficient_free_balance insufficient_treasury supply_limit underfunded
    delegate_added delegate_removed deposited withdrawn transferred mark_set fee_exempt_set
    treasury_withdrawn fee_paid
"""
_OF_OTHER_MARKETS = {
    Profile.SPOT_1: "rate_too_high not_multiple_of_minimum too_many_markets",
    Profile.PERP_1: "rate_too_high",
    # They have every command, kind and flag that they are sent.
    Profile.MARGIN_1: "not_in_profile",
    Profile.WORLD_1: "not_in_profile",
}
_OF_OTHER_PRESETS = {
    # One perpetual market of three accounts, with a published rate, has no more than two legs.
    (Profile.MARGIN_1, "minimal"): "leg_limit funding_not_published risk_not_closable",
    (Profile.MARGIN_1, "world"): "risk_not_closable",
    (Profile.WORLD_1, "minimal"): "leg_limit funding_not_published risk_not_closable",
    (Profile.WORLD_1, "world"): "risk_not_closable",
}
_OF_LENDING = """
    unknown_loan loan_overdue loan_not_overdue borrower_overdue renewal_not_open renewal_refused
    terms_of_other_party extensible_is_final not_extensible flags_not_of_offer repayment_too_large
    too_many_claims nothing_to_swap nothing_rolled loan_limit
"""
_OF_PERPETUALS = """
    not_perp mark_too_high unknown_leg unknown_debt debt_not_overdue funding_not_published no_mark
    too_many_debts_of_account too_many_debts debt_too_large reduce_only position_limit leg_limit
"""
_OF_MARGIN = """
    risk_too_high risk_not_closable notice_too_short borrower_unsound no_risk stale_mark debt_left
    valuation_stale insufficient_margin
"""
_OF_LIQUIDATION = """
    same_asset unknown_escrow account_sound spot_market_listed work_too_large escrow_not_due
    escrow_due outside_band not_bankrupt loss_too_large no_progress
"""
_LIQUIDATION_EVENTS = frozenset(word(kind) for kind in get_args(LiquidationEvent))
_MARGIN_EVENTS = frozenset(word(kind) for kind in get_args(MarginEvent))
_LENDING_EVENTS = frozenset(word(kind) for kind in get_args(LendingEvent))
_PERPETUAL_EVENTS = frozenset(word(kind) for kind in get_args(PerpetualEvent))
_OF_SMALL_CAPS = """
    too_many_accounts too_many_assets too_many_markets too_many_delegates
    too_many_orders_of_account too_many_orders work_limit
    too_many_claims return_kept loan_limit
    too_many_debts_of_account too_many_debts leg_limit
"""


def impossible(profile: Profile, preset: str = "") -> frozenset[str]:
    """Reasons, events and causes that no campaign of a profile and preset has (CNF-028)."""
    left_out = set(("" if preset in ("", "minimal") else _OF_SMALL_CAPS).split())
    if not profile.has_lending:
        left_out |= {*_LENDING_EVENTS, *_OF_LENDING.split()}
    if not profile.has_perpetuals:
        left_out |= {*_PERPETUAL_EVENTS, *_OF_PERPETUALS.split()}
    if not profile.has_margin:
        left_out |= {*_MARGIN_EVENTS, *_OF_MARGIN.split()}
    if not profile.has_liquidation:
        left_out |= {*_LIQUIDATION_EVENTS, *_OF_LIQUIDATION.split()}
    if not profile.has_ledger:
        left_out |= set(_NO_LEDGER.split())
    left_out |= set(_OF_OTHER_MARKETS.get(profile, "").split())
    left_out |= set(_OF_OTHER_PRESETS.get((profile, preset), "").split())
    return frozenset(left_out) - unusual(profile, preset)


def unusual(profile: Profile, preset: str) -> frozenset[str]:
    """What a campaign of a profile and preset may have, and need not (CNF-028)."""
    if profile.has_liquidation and preset not in ("", "minimal"):
        # A liquidation may be of little work, and may leave nothing to offer anew.
        return frozenset(("work_limit", "return_kept"))
    return frozenset()


@define
class Hits:
    """Counts over commands that an engine answered as it must.

    `commands` and `accepted` are of commands that were drawn; those of a set-up, all accepted,
    would flatter the rate. The other counts are of all.
    """

    commands: int = 0
    accepted: int = 0
    trades: int = 0
    reasons: Counter[str] = Factory(Counter)
    events: Counter[str] = Factory(Counter)
    causes: Counter[str] = Factory(Counter)

    def count(self, outcome: Outcome, *, is_drawn: bool) -> None:
        """Take one outcome in."""
        self.commands += is_drawn
        if isinstance(outcome, Rejected):
            self.reasons[str(outcome.reason)] += 1
            return
        self.accepted += is_drawn
        for event in outcome.events:
            self.events[word(type(event))] += 1
            self.trades += isinstance(event, Traded)
            if isinstance(event, OrderRemoved):
                self.causes[str(event.cause)] += 1

    def by_group(self, left_out: frozenset[str]) -> dict[str, dict[str, int]]:
        """Hits of everything but what is left out, 0 where there were none."""
        groups = {
            "reasons": (self.reasons, tuple(Reason)),
            "events": (self.events, tuple(word(kind) for kind in get_args(Event))),
            "causes": (self.causes, tuple(RemovalCause)),
        }
        return {
            group: {str(name): hits[name] for name in names if name not in left_out}
            for group, (hits, names) in groups.items()
        }
