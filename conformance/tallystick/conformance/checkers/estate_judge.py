"""Whether creditors got exactly what is theirs, in proportion (LIQ-051): fractions, no plan.

What each creditor got is read from the events; what is his is computed from the dump before.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction

from tallystick.conformance.checkers.close_out import (
    Sums,
    balances_of,
    estate_of,
    sums_of,
    value_of,
)
from tallystick.conformance.checkers.valuation_case import Case
from tallystick.conformance.checkers.violation import Violation
from tallystick.reference.types.events import Event
from tallystick.reference.types.liquidation_events import CloseOutPaid, EstatePaid
from tallystick.reference.types.perp_events import DebtOpened, SettlementPaid
from tallystick.reference.types.units import AccountId, AssetId

Part = tuple[str, int]
"""A balance by its asset, or what a debtor owes by his account."""


def cover_violations(case: Case, target: AccountId) -> Iterator[Violation]:
    """Every part that was not distributed exactly, or not in proportion, but for one atom."""
    sums = sums_of(case.before, target)
    claims_atoms = sums.claims_atoms
    if not claims_atoms:
        return
    missing = Fraction(claims_atoms)
    got = _received(case.outcome.events, target, sums)
    for part, atoms in _parts(case, target, sums).items():
        worth = _worth_of_an_atom(case, part)
        total = atoms if atoms * worth <= missing else (missing / worth).__floor__()
        missing -= total * worth
        if sum(got[part].values()) != total:
            text = f"{dict(got[part])} of {atoms}, not {total}"
            yield Violation("LIQ-051", f"creditors of account {target} got of {part} {text}")
        for creditor, claim in sums.claims.items():
            fair = Fraction(total * claim, claims_atoms)
            if abs(got[part][creditor] - fair) >= 1:
                text = f"{got[part][creditor]} atoms, his proportion is {fair}"
                yield Violation("LIQ-051", f"creditor {creditor} got of {part} {text}")


def _worth_of_an_atom(case: Case, part: Part) -> Fraction:
    """In base atoms, at the mark."""
    kind, number = part
    return value_of(case.before.assets[number - 1], 1) if kind == "asset" else Fraction(1)


def netting_violations(case: Case, target: AccountId) -> Iterator[Violation]:
    """Who owed and was owed, and would be better off if he alone were not netted, but for atoms.

    He would pay what he owes, and share it with all others in proportion to what each may claim.
    """
    sums = sums_of(case.before, target)
    estate, claimed = estate_of(case.before, target, sums), sums.claims_atoms
    got = _received(case.outcome.events, target, sums)
    worth_of_an_atom = {part: _worth_of_an_atom(case, part) for part in _parts(case, target, sums)}
    # Both worlds round: shares, what is taken of the last part, and claims.
    slack = 2 + 3 * sum(worth_of_an_atom.values())
    for creditor in sums.claims:
        owes, claims = sums.gross[creditor]
        rate = min(Fraction(1), (estate + owes) / (claimed + owes))
        atoms = sum(got[part][creditor] * worth for part, worth in worth_of_an_atom.items())
        if owes and atoms + slack < claims * rate - owes:
            text = f"{atoms} atoms, without netting {claims * rate - owes}"
            yield Violation("LIQ-051", f"creditor {creditor} of account {target} got {text}")


def _parts(case: Case, target: AccountId, sums: Sums) -> dict[Part, int]:
    """The parts of the estate, with the target's base balance behind what debtors paid."""
    paid = Counter(
        {one.account: one.atoms for one in case.outcome.events if isinstance(one, CloseOutPaid)}
    )
    parts: dict[Part, int] = {("asset", AssetId(1)): sum(paid.values())}
    for held, atoms in balances_of(case.before, target).items():
        asset = case.before.assets[held - 1]
        if asset.asset == 1 or (asset.mark is not None and asset.risk is not None):
            part = ("asset", asset.asset)
            parts[part] = parts.get(part, 0) + atoms
    for debtor, atoms in sums.owed.items():
        parts["debtor", debtor] = atoms - paid[debtor]
    return parts


def _received(
    events: tuple[Event, ...], target: AccountId, sums: Sums
) -> dict[Part, Counter[AccountId]]:
    """What each creditor got of each part: paid, offset or owed from now on.

    Payments of debtors stand behind those of the balances; first of all, claims on loans are paid.
    """
    got: dict[Part, Counter[AccountId]] = defaultdict(Counter)
    claims_left, is_of_claim = len(sums.passed), False
    for event in events:
        match event:
            case EstatePaid():
                is_of_claim = False
                got["asset", event.asset][event.account] += event.atoms
            case SettlementPaid() if claims_left > 0:
                claims_left, is_of_claim = claims_left - 1, True
            case DebtOpened() if is_of_claim:
                is_of_claim = False
            case SettlementPaid() if event.to_account != target:
                got["debtor", event.account][event.to_account] += event.offset_atoms + event.atoms
                is_of_claim = False
            case DebtOpened() if event.creditor != target:
                got["debtor", event.account][event.creditor] += event.atoms
            case _:
                pass
    return got
