"""What holds of legs and settlement debts in every dump by itself (INV-015, INV-016, INV-017)."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tallystick.conformance.checkers.violation import Violation
from tallystick.reference.types.dump import DebtDump, LegDump, StateDump
from tallystick.reference.types.parameters import PerpetualParameters
from tallystick.reference.types.units import AccountId

DEBT_BOUND_ATOMS = 2**60
"""No account owes more in all, nor is owed more (PRP-038)."""


def perp_violations(dump: StateDump) -> Iterator[Violation]:
    """Every violation by a leg or a debt; none in a profile that has neither."""
    perpetual = dump.parameters.perpetual
    if perpetual is None or dump.debts is None:
        return
    for market in dump.markets:
        for text in leg_violations(market.legs or (), perpetual):
            yield Violation("INV-015", f"market {market.market} {text}")
        for leg in market.legs or ():
            if market.last_leg is None or not 1 <= leg.leg <= market.last_leg:
                text = f"market {market.market} has leg {leg.leg}, the last is {market.last_leg}"
                yield Violation("PRP-002", text)
    legs = sum(len(market.legs or ()) for market in dump.markets)
    if legs > perpetual.max_legs:
        yield Violation("INV-015", f"the venue has {legs} legs")
    for text in debt_violations(dump.debts, perpetual):
        yield Violation("INV-016", text)


def leg_violations(legs: Sequence[LegDump], perpetual: PerpetualParameters) -> Iterator[str]:
    """What is wrong with the legs of a market (INV-015)."""
    positions: Counter[AccountId] = Counter()
    pairs = Counter((leg.long_account, leg.short_account) for leg in legs)
    for pair, count in sorted(pairs.items()):
        if count > 1 or pair[0] == pair[1]:
            yield f"has {count} legs of account {pair[0]} with {pair[1]}"
    for leg in legs:
        if leg.lots < 1:
            yield f"has leg {leg.leg} of {leg.lots} lots"
        positions[leg.long_account] += leg.lots
        positions[leg.short_account] -= leg.lots
    both = {leg.long_account for leg in legs} & {leg.short_account for leg in legs}
    for account in sorted(both):
        yield f"has account {account} long and short"
    for account, lots in sorted(positions.items()):
        if abs(lots) > perpetual.max_position_lots:
            yield f"has a position of account {account} of {lots} lots"
    numbers = [leg.leg for leg in legs]
    if numbers != sorted(set(numbers)):
        yield "has legs whose numbers do not ascend"


def debt_violations(debts: Sequence[DebtDump], perpetual: PerpetualParameters) -> Iterator[str]:
    """What is wrong with the debts of a venue (INV-016)."""
    pairs = {(debt.debtor, debt.creditor) for debt in debts}
    owes: Counter[AccountId] = Counter()
    is_owed: Counter[AccountId] = Counter()
    for debt in debts:
        if debt.atoms < 1 or debt.debtor == debt.creditor:
            yield f"account {debt.debtor} owes {debt.creditor} {debt.atoms} atoms"
        owes[debt.debtor] += debt.atoms
        # The treasury is no account: what is owed to it has no bound of its own.
        is_owed[debt.creditor] += debt.atoms if debt.creditor else 0
    for one, other in sorted(pairs):
        if (other, one) in pairs and one < other:
            yield f"accounts {one} and {other} owe each other"
    for debtor, count in sorted(Counter(debt.debtor for debt in debts).items()):
        if count > perpetual.max_debts_per_account:
            yield f"account {debtor} has {count} debts"
    if len(debts) > perpetual.max_debts:
        yield f"the venue has {len(debts)} debts"
    for account, atoms in (*owes.items(), *is_owed.items()):
        if atoms > DEBT_BOUND_ATOMS:
            yield f"{atoms} atoms are owed by or to account {account}"
