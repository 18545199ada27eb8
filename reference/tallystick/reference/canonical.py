"""The dump of a state, its canonical encoding and its root (spec chapter 02)."""

import hashlib
import json
from enum import StrEnum

from attrs import asdict, fields, has

from tallystick.reference.book import places_of
from tallystick.reference.ledger import balance_of, reserved_atoms
from tallystick.reference.legs import is_perpetual
from tallystick.reference.soundness import has_liquidation
from tallystick.reference.state import Account, Asset, Market, State, has_loans, has_perpetuals
from tallystick.reference.types.choices import Side
from tallystick.reference.types.dump import (
    AccountDump,
    AnnouncedRiskDump,
    AssetDump,
    BalanceDump,
    ClaimDump,
    DebtDump,
    EscrowDump,
    FundingDump,
    LegDump,
    LoanDump,
    MarketDump,
    OrderDump,
    RiskDump,
    StateDump,
)
from tallystick.reference.types.left_out import is_left_out

JSON_INTEGERS = (
    "maker_fee_rate",
    "taker_fee_rate",
    "spot_maker_fee_rate",
    "spot_taker_fee_rate",
    "fee_rate",
    "fee_credit",
    "lend_fee_rate",
    "keeper_fee_permille",
    "perp_maker_fee_rate",
    "perp_taker_fee_rate",
    "premium_sample_bound_permille",
    "initial_scale_permille",
    "maintenance_scale_permille",
    "lent_haircut_permille",
    "band_multiple",
    "closable_risk",
    "reward_permille",
    "risk_permille",
    "slippage_permille",
    "perp_slippage_permille",
    "reservation_multiple_tenths",
)
"""Keys of a dump whose numbers are written as JSON integers (STA-023)."""
DECIMAL_MAXIMUM = "max_position_lots"
"""The only `max_` key that is no count; all others are JSON integers too (STA-023)."""


def dump(state: State) -> StateDump:
    """The whole state; lists ascend by id (STA-020)."""
    return StateDump(
        profile=state.profile,
        parameters=state.parameters,
        now=state.now,
        assets=tuple(_dump_asset(asset) for asset in state.assets.values()),
        markets=tuple(_dump_market(state, market) for market in state.markets.values()),
        accounts=tuple(_dump_account(state, account) for account in state.accounts.values()),
        last_loan=state.last_loan if has_loans(state) else None,  # [STA-020]
        loans=_dump_loans(state) if has_loans(state) else None,  # [STA-020]
        debts=_dump_debts(state) if has_perpetuals(state) else None,  # [STA-020]
        last_escrow=state.last_escrow if has_liquidation(state) else None,  # [STA-020]
        escrows=_dump_escrows(state) if has_liquidation(state) else None,  # [STA-020]
    )


def encode_dump(state_dump: StateDump) -> bytes:
    """The canonical encoding of a dump (STA-023)."""
    return json.dumps(  # [STA-023]
        _json_of("", state_dump, state_dump.profile.has_margin),
        ensure_ascii=True,
        sort_keys=True,
        separators=(",", ":"),
    ).encode("ascii")


def root(state: State) -> str:
    """SHA-256 of the canonical encoding of the dump, in lower-case hexadecimal (STA-024)."""
    return hashlib.sha256(encode_dump(dump(state))).hexdigest()  # [STA-024]


def _dump_asset(asset: Asset) -> AssetDump:
    return AssetDump(
        asset=asset.asset,
        lot_atoms=asset.lot_atoms,
        fee_cap_atoms=asset.fee_cap_atoms,
        mark=asset.mark,
        mark_time=asset.mark_time,
        supply_atoms=asset.supply_atoms,
        treasury_atoms=asset.treasury_atoms,
        risk=None if asset.risk is None else RiskDump(**asdict(asset.risk)),  # [STA-020]
        announced=(  # [STA-020]
            None if asset.announced is None else AnnouncedRiskDump(**asdict(asset.announced))
        ),
    )


def _dump_market(state: State, market: Market) -> MarketDump:
    has_legs = is_perpetual(state, market.market)
    return MarketDump(
        market=market.market,
        asset=market.asset,
        kind=market.kind,
        tick=market.tick,
        minimum_lots=market.minimum_lots,
        halted=market.halted,
        bids=_dump_side(state, market, Side.BUY),
        asks=_dump_side(state, market, Side.SELL),
        funding=_dump_funding(market),  # [STA-020] [PRP-015]
        last_leg=market.last_leg if has_legs else None,  # [STA-020]
        legs=_dump_legs(market) if has_legs else None,  # [STA-020]
    )


def _dump_funding(market: Market) -> FundingDump | None:
    """Funding of a perpetual market where the profile has it (STA-020)."""
    if market.funding is None:
        return None
    return FundingDump(**asdict(market.funding))  # [STA-020]


def _dump_legs(market: Market) -> tuple[LegDump, ...]:
    """All legs of a market, ascending by number (STA-020)."""
    return tuple(
        LegDump(**asdict(leg)) for _, leg in sorted(market.legs.items())
    )  # [STA-020] [PRP-001]


def _dump_side(state: State, market: Market, side: Side) -> tuple[OrderDump, ...]:
    """The orders of a side, best first; places themselves are not shown (STA-021)."""
    orders = (
        state.accounts[place.account].orders[place.order_id]  # [STA-021]
        for place in places_of(market, side)
    )
    return tuple(
        OrderDump(
            account=order.account,
            order_id=order.order_id,
            price=order.price,
            open_lots=order.open_lots,
            order_type=order.order_type,
            self_trade=order.self_trade,
            expires_at=order.expires_at,
            reduce_only=order.reduce_only,
            maker_fee_rate=order.maker_fee_rate,
            taker_fee_rate=order.taker_fee_rate,
            fee_cap_atoms=order.fee_cap_atoms,
            fee_paid_atoms=order.fee_paid_atoms,
            fee_credit=order.fee_credit,
            returnable=order.returnable,  # [STA-021]
            extensible=order.extensible,  # [STA-021]
        )
        for order in orders
    )


def _dump_account(state: State, account: Account) -> AccountDump:
    balances = (
        BalanceDump(
            asset=asset,
            atoms=balance_of(state, account.account, asset),
            reserved_atoms=reserved_atoms(state, account.account, asset),
        )
        for asset in state.assets
    )
    return AccountDump(
        account=account.account,
        owner=account.owner,
        delegates=account.delegates,
        fee_exempt=account.fee_exempt,
        last_order_id=account.last_order_id,
        balances=tuple(
            each
            for each in balances
            if each.atoms != 0 or each.reserved_atoms != 0  # [STA-022]
        ),
        last_engine_order_id=account.last_engine_order_id if has_loans(state) else None,
    )


def _dump_loans(state: State) -> tuple[LoanDump, ...]:
    """All loans, ascending by id (STA-020)."""
    return tuple(
        LoanDump(
            loan=loan.loan,
            asset=loan.asset,
            lender=loan.lender,
            borrower=loan.borrower,
            principal_lots=loan.principal_lots,
            rate=loan.rate,
            return_rate=loan.return_rate,
            start=loan.start,
            due=loan.due,
            hours_paid=loan.hours_paid,
            interest_credit=loan.interest_credit,
            fee_rate=loan.fee_rate,
            fee_left_atoms=loan.fee_left_atoms,
            fee_credit=loan.fee_credit,
            keeper_fee_atoms=loan.keeper_fee_atoms,
            returnable=loan.returnable,
            extensible=loan.extensible,
            auto_renew=loan.auto_renew,
            claims=tuple(
                ClaimDump(claim.account, claim.interest_atoms, claim.fee_atoms)
                for claim in loan.claims
            ),
        )
        for loan in state.loans.values()
    )


def _dump_debts(state: State) -> tuple[DebtDump, ...]:
    """All settlement debts, ascending by debtor, creditor and due time (STA-020)."""
    return tuple(DebtDump(*key, atoms) for key, atoms in sorted(state.debts.items()))  # [STA-020]


def _dump_escrows(state: State) -> tuple[EscrowDump, ...]:
    """All rewards in escrow, ascending by id (STA-020)."""
    return tuple(EscrowDump(**asdict(each)) for _, each in sorted(state.escrows.items()))


def _json_of(key: str, item: object, has_margin: bool) -> object:
    """What stands for `item`, the field `key` of a dump or an element of its list (STA-023)."""
    match item:
        case None | bool():
            return item  # [STA-023]
        case StrEnum():
            return item.value  # [STA-023]
        case int():
            is_count = key.startswith("max_") and key != DECIMAL_MAXIMUM
            integer = is_count or key in JSON_INTEGERS
            return item if integer else str(item)  # [STA-023]
        case tuple():
            return [_json_of(key, each, has_margin) for each in item]  # [STA-023]
    kind = type(item)
    assert has(kind)
    members = ((field, getattr(item, field.name)) for field in fields(kind))
    return {
        field.name: _json_of(field.name, member, has_margin)
        for field, member in members
        if not is_left_out(field.metadata, member, has_margin)  # [STA-023]
    }
