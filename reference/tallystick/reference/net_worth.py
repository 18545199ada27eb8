"""What an account has at the marks, less what it owes until now (chapter 09)."""

from attrs import frozen

from tallystick.reference.counterparties import at_mark, contracts_of, value_between
from tallystick.reference.ledger import balance_of
from tallystick.reference.numbers import floor_div
from tallystick.reference.pricing import is_priced
from tallystick.reference.sharing import Ratio, claim_of, debt_of, sum_of_ratios
from tallystick.reference.state import State
from tallystick.reference.types.units import AccountId, AssetId, Atoms


@frozen
class Standing:
    """What creditors claim of an account, and what debtors owe it, in base atoms (LIQ-031).

    Both ascend by account, the treasury being 0.
    """

    claims: dict[AccountId, Atoms]
    owing: dict[AccountId, Atoms]


def standing_of(state: State, account: AccountId) -> Standing:
    """Who would be creditor and debtor of an account if it were closed out now (LIQ-031)."""
    claims: dict[AccountId, Atoms] = {}
    owing: dict[AccountId, Atoms] = {}
    for other, contracts in contracts_of(state, account).items():
        value = value_between(state, contracts)
        claim, debt = claim_of(-value.numerator, value.denominator), debt_of(*value)  # [LIQ-031]
        if claim > 0:
            claims[other] = claim  # [LIQ-031]
        if debt > 0:
            owing[other] = debt  # [LIQ-031]
    return Standing(claims, owing)


def balances_of_estate(state: State, target: AccountId) -> tuple[tuple[AssetId, Atoms], ...]:
    """What is held of assets that are priced, base first, then by asset (LIQ-032, LIQ-033)."""
    held = ((asset, balance_of(state, target, asset)) for asset in state.assets)  # [LIQ-033]
    return tuple((asset, atoms) for asset, atoms in held if atoms > 0 and is_priced(state, asset))


def estate_of(state: State, target: AccountId, owing: dict[AccountId, Atoms]) -> Ratio:
    """What an account holds at the marks, with what debtors owe (LIQ-032)."""
    estate = Ratio(sum(owing.values()), 1)  # [LIQ-032]
    for asset, atoms in balances_of_estate(state, target):
        estate = sum_of_ratios(*estate, *at_mark(state, asset, atoms))  # [LIQ-032]
    return estate


def net_worth_of(state: State, account: AccountId) -> Atoms:
    """E less C, as a bankruptcy now would find them before anybody pays (chapter 09)."""
    standing = standing_of(state, account)
    estate = estate_of(state, account, standing.owing)  # [LIQ-032]
    claims = sum(standing.claims.values())
    return Atoms(floor_div(estate.numerator, estate.denominator) - claims)  # [LIQ-030] [LIQ-021]
