"""The commands of the operator (CMD-026 to CMD-032).

Every function is given a command that is in range, in the profile, of an open account if it names
one and authorized, and tests what is left in the order of `reasons.toml` (CMD-005).
"""

from attrs import evolve

from tallystick.reference.funding import make_ticks, new_funding
from tallystick.reference.ledger import change_supply, change_treasury
from tallystick.reference.legs import highest_mark
from tallystick.reference.pricing import has_margin, margin_parameters
from tallystick.reference.risk import (
    AnnouncedRisk,
    Risk,
    band_of,
    is_closable,
    is_risk_too_high,
)
from tallystick.reference.state import (
    BASE_ASSET,
    Market,
    State,
    has_perpetuals,
    new_asset,
    with_account,
    with_asset,
    with_market,
)
from tallystick.reference.types.choices import FundingSource, MarketKind
from tallystick.reference.types.commands import (
    AdvanceTime,
    ListAsset,
    ListMarket,
    SetFeeExempt,
    SetHalted,
    SetMark,
    WithdrawTreasury,
)
from tallystick.reference.types.events import (
    AssetListed,
    FeeExemptSet,
    HaltedSet,
    MarketListed,
    MarkSet,
    TimeAdvanced,
    TreasuryWithdrawn,
)
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.margin_events import RiskAnnounced, RiskChanged
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AssetId, LegId, MarketId
from tallystick.reference.verdict import Applied, Verdict


def list_asset(state: State, command: ListAsset) -> Verdict:
    """List the next asset (CMD-026)."""
    if len(state.assets) >= state.parameters.max_assets:  # [CMD-026] [STA-012]
        return Reason.TOO_MANY_ASSETS
    asset = AssetId(len(state.assets) + 1)  # [STA-007]
    listed = new_asset(asset, command.lot_atoms, command.fee_cap_atoms)  # [CMD-026]
    event = AssetListed(asset, command.lot_atoms, command.fee_cap_atoms)
    return Applied(with_asset(state, listed), (event,))


def list_market(state: State, command: ListMarket) -> Verdict:
    """List the next market, not halted (CMD-027)."""
    if command.asset not in state.assets:  # [CMD-012]
        return Reason.UNKNOWN_ASSET
    if command.asset == BASE_ASSET and command.kind is not MarketKind.LEND:  # [CMD-027]
        return Reason.BASE_ASSET
    is_perp = command.kind is MarketKind.PERP
    if command.funding_source is not None and not is_perp:  # [PRP-015]
        return Reason.NOT_PERP
    taken = [(market.asset, market.kind) for market in state.markets.values()]
    if (command.asset, command.kind) in taken:  # [CMD-027]
        return Reason.MARKET_KIND_TAKEN
    if len(state.markets) >= state.parameters.max_markets:  # [CMD-027] [STA-012]
        return Reason.TOO_MANY_MARKETS
    source: FundingSource | None = None
    if is_perp and has_perpetuals(state):
        source = command.funding_source or FundingSource.BOOK  # [PRP-015]
    market = Market(
        market=MarketId(len(state.markets) + 1),  # [STA-009]
        asset=command.asset,
        kind=command.kind,
        tick=command.tick,
        minimum_lots=command.minimum_lots,
        halted=False,  # [CMD-027]
        bids=(),
        asks=(),
        funding=None if source is None else new_funding(source),  # [PRP-015]
        last_leg=LegId(0),  # [PRP-002]
        legs={},
    )
    event = MarketListed(  # [CMD-050]
        market.market, market.asset, market.kind, market.tick, market.minimum_lots, source
    )
    return Applied(with_market(state, market), (event,))


def set_mark(state: State, command: SetMark) -> Verdict:
    """Set the mark of an asset as of the present time (CMD-028)."""
    if command.asset not in state.assets:  # [CMD-012]
        return Reason.UNKNOWN_ASSET
    if command.asset == BASE_ASSET:  # [CMD-028]
        return Reason.BASE_ASSET
    if has_perpetuals(state) and command.mark > highest_mark(state):  # [PRP-011]
        return Reason.MARK_TOO_HIGH
    marked = evolve(
        state.assets[command.asset], mark=command.mark, mark_time=state.now
    )  # [CMD-028]
    return Applied(with_asset(state, marked), (MarkSet(command.asset, command.mark),))


def set_halted(state: State, command: SetHalted) -> Verdict:
    """Halt or resume a market (CMD-029)."""
    if command.market not in state.markets:  # [CMD-012]
        return Reason.UNKNOWN_MARKET
    market = state.markets[command.market]
    if market.halted == command.halted:  # [CMD-029]
        return Applied(state, ())
    state = with_market(state, evolve(market, halted=command.halted))  # [CMD-029]
    return Applied(state, (HaltedSet(command.market, command.halted),))


def set_fee_exempt(state: State, command: SetFeeExempt) -> Verdict:
    """Exempt an account from fees on orders accepted from now on, or end that (CMD-030)."""
    account = state.accounts[command.account]
    if account.fee_exempt == command.exempt:  # [CMD-030]
        return Applied(state, ())
    state = with_account(state, evolve(account, fee_exempt=command.exempt))  # [CMD-030]
    return Applied(state, (FeeExemptSet(command.account, command.exempt),))


def withdraw_treasury(state: State, command: WithdrawTreasury) -> Verdict:
    """Lower treasury and supply of an asset (CMD-031)."""
    if command.asset not in state.assets:  # [CMD-012]
        return Reason.UNKNOWN_ASSET
    if command.atoms > state.assets[command.asset].treasury_atoms:  # [CMD-031]
        return Reason.INSUFFICIENT_TREASURY
    state = change_treasury(state, command.asset, -command.atoms)  # [CMD-031]
    state = change_supply(state, command.asset, -command.atoms)  # [CMD-031]
    return Applied(state, (TreasuryWithdrawn(command.asset, command.atoms),))


def advance_time(state: State, command: AdvanceTime) -> Verdict:
    """Set the present time and make the ticks of funding; no order is touched (CMD-032)."""
    if command.now < state.now:  # [CMD-032]
        return Reason.TIME_REVERSED
    if command.now == state.now:  # [CMD-032]
        return Applied(state, ())
    advanced = Applied(evolve(state, now=command.now), (TimeAdvanced(command.now),))  # [CMD-032]
    ticked = make_ticks(advanced, state.now)  # [PRP-016]
    return _with_announced(ticked) if has_margin(state) else ticked  # [MGN-013]


def set_risk(state: State, command: SetRisk) -> Verdict:
    """Give an asset its first risk values, or announce others (MGN-011)."""
    if command.asset not in state.assets:  # [CMD-012]
        return Reason.UNKNOWN_ASSET
    if command.asset == BASE_ASSET:  # [MGN-011]
        return Reason.BASE_ASSET
    values = (command.risk_permille, command.slippage_permille, command.perp_slippage_permille)
    violation = _risk_violation(state, Risk(*values))  # [MGN-012]
    if violation is not None:
        return violation
    asset, effective_at = state.assets[command.asset], command.effective_at
    if effective_at is None:
        if asset.risk is not None:  # [MGN-011]
            return Reason.NOTICE_TOO_SHORT
        changed = evolve(asset, risk=Risk(*values))  # [MGN-011]
        return Applied(with_asset(state, changed), (RiskChanged(command.asset, *values),))
    if effective_at < state.now + margin_parameters(state).risk_notice_ms:  # [MGN-011]
        return Reason.NOTICE_TOO_SHORT
    announced = evolve(asset, announced=AnnouncedRisk(*values, effective_at))  # [MGN-011]
    event = RiskAnnounced(command.asset, *values, effective_at)
    return Applied(with_asset(state, announced), (event,))


def _risk_violation(state: State, values: Risk) -> Reason | None:
    """Why an asset may not have these risk values (MGN-012)."""
    margin = margin_parameters(state)
    risk, slippage, perp_slippage = (
        values.risk_permille,
        values.slippage_permille,
        values.perp_slippage_permille,
    )
    if is_risk_too_high(risk, slippage, margin.initial_scale_permille):  # [MGN-012]
        return Reason.RISK_TOO_HIGH
    scale = margin.maintenance_scale_permille
    band = band_of(slippage, margin.band_multiple, scale)  # [MGN-041]
    closable = is_closable(band, risk, slippage, perp_slippage, scale)  # [MGN-012]
    if margin.closable_risk == 1 and not closable:  # [MGN-012]
        return Reason.RISK_NOT_CLOSABLE
    return None


def _with_announced(so_far: Applied) -> Applied:
    """Announced values whose time has come are in force, asset by asset (MGN-013)."""
    state, events = so_far.state, so_far.events
    for asset in so_far.state.assets.values():  # [MGN-013]
        announced = asset.announced
        if announced is None or announced.effective_at > state.now:  # [MGN-013]
            continue
        values = (
            announced.risk_permille,
            announced.slippage_permille,
            announced.perp_slippage_permille,
        )
        changed = evolve(asset, risk=Risk(*values), announced=None)  # [MGN-013]
        state = with_asset(state, changed)
        events = (*events, RiskChanged(asset.asset, *values))  # [MGN-013]
    return evolve(so_far, state=state, events=events)
