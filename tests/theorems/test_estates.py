"""Bankruptcies of random histories: who has how much more or less afterwards, to the fraction."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from math import floor

from tallystick.reference.types.liquidation_commands import DeclareBankruptcy
from tallystick.reference.types.liquidation_events import (
    BankruptcyDeclared,
    CloseOutPaid,
    EstatePaid,
    LossRecorded,
)
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import AccountId
from tests.theorems.downfalls import Scene, scenes
from tests.theorems.fortunes import (
    TREASURY,
    Estate,
    between,
    fortunes,
    net_worth,
    owed_in,
    price_of,
)
from tests.theorems.worlds import BASE


class Ended:
    """One bankruptcy, with sums of its own."""

    def __init__(self, scene: Scene) -> None:
        assert isinstance(scene.command, DeclareBankruptcy)
        assert isinstance(scene.outcome, Accepted)
        self.target: AccountId = scene.command.target
        self.before, self.after = scene.before.dump, scene.after.dump
        self.events = scene.outcome.events
        self.gross = between(self.before, self.target)
        self.estate = Estate.of_account(self.before, self.target)

    @property
    def rate(self) -> Fraction:
        """The proportion of its claim that every creditor gets."""
        if not self.estate.claimed:
            return Fraction(1)
        return min(Fraction(1), self.estate.worth / self.estate.claimed)

    @property
    def atoms_worth(self) -> Fraction:
        """What two atoms of each part are worth."""
        prices = (price_of(self.before, one) for one in {BASE, *self.estate.balances})
        return 2 * (sum(prices, Fraction(0)) + len(self.estate.owing))

    @cached_property
    def gained(self) -> dict[AccountId, Fraction]:
        """Of everybody, at the marks."""
        then, now = fortunes(self.before), fortunes(self.after)
        nothing = Fraction(0)
        return {one: now.get(one, nothing) - then.get(one, nothing) for one in {*then, *now}}

    def passed_on(self, account: AccountId) -> int:
        """How many amounts of claims on loans of the target an account is owed, or owes.

        Each is rounded up (LIQ-031).
        """
        claims = [
            (loan.borrower, claim.account, TREASURY)
            for loan in self.before.loans or ()
            if loan.lender == self.target
            for claim in loan.claims
        ]
        return 2 * sum(account in each for each in claims)


def bankruptcies() -> Iterator[Ended]:
    """All of the histories."""
    return map(Ended, scenes(DeclareBankruptcy))


def test_nothing_is_made_or_lost() -> None:
    """Fortunes add up to what they did, and nobody has a contract with the bankrupt any more.

    Unless there was more than enough: then a debtor may owe him the rest.
    """
    count = 0
    for ended in bankruptcies():
        assert sum(ended.gained.values(), Fraction(0)) == 0
        parties = {party for *pair, _ in owed_in(ended.after) for party in pair}
        assert ended.target not in parties or ended.estate.worth > ended.estate.claimed
        count += 1
    assert count > 60


def test_the_bankrupt_keeps_what_is_left() -> None:
    """His net worth is what it was, but for the claims on his loans; or nothing is left of him."""
    solvent = lost = 0
    for ended in bankruptcies():
        worth = net_worth(ended.after, ended.target)
        before = net_worth(ended.before, ended.target)
        if before < 0:
            assert 0 <= worth < 1
            lost += 1
            continue
        assert before <= worth < before + ended.atoms_worth + 1
        solvent += 1
    assert lost > 20
    assert solvent > 5


def test_what_is_paid_is_what_is_shared() -> None:
    """LIQ-033, LIQ-051: of each balance all, or what covers what is missing still, to the atom."""
    whole = partial = 0
    for ended in bankruptcies():
        estate, events = ended.estate, ended.events
        stated = [one for one in events if isinstance(one, BankruptcyDeclared)]
        assert [(one.estate_atoms, one.claims_atoms) for one in stated] == [
            (floor(estate.worth), estate.claimed)
        ]
        paid_in = sum(one.atoms for one in events if isinstance(one, CloseOutPaid))
        parts = {BASE: paid_in, **estate.balances}
        parts[BASE] = paid_in + estate.balances.get(BASE, 0)
        missing = Fraction(estate.claimed)
        for asset, atoms in sorted(parts.items()):
            price = price_of(ended.before, asset)
            part = min(atoms, floor(missing / price))
            missing -= part * price
            paid = [one for one in events if isinstance(one, EstatePaid) and one.asset == asset]
            got = {one.account: one.atoms for one in paid}
            assert sum(got.values()) == part
            for creditor, claim in estate.claims.items():
                assert abs(Fraction(part * claim, estate.claimed) - got.get(creditor, 0)) < 1
            whole += 0 < part == atoms
            partial += part < atoms
    assert whole > 50
    assert partial > 3


def test_a_creditor_gets_at_most_his_claim_and_loses_no_more() -> None:
    """LIQ-051: his proportion, but for two atoms of each part; a debtor loses less than one."""
    lost = debtors = paid_whole = 0
    for ended in bankruptcies():
        for one, (owes, owed) in ended.gross.items():
            claim, rounding = owed - owes, ended.passed_on(one) + 1
            if one in ended.estate.claims:
                got = ended.gained[one] + claim
                assert -rounding < got < claim + ended.atoms_worth + rounding
                assert abs(got - claim * ended.rate) < ended.atoms_worth + rounding
                lost += ended.gained[one] < -1
                paid_whole += ended.rate == 1
            else:
                assert -rounding < ended.gained[one] < rounding
                debtors += one in ended.estate.owing
        losses = [one for one in ended.events if isinstance(one, LossRecorded)]
        stated = [(one.account, one.claim_atoms) for one in losses]
        assert stated == list(ended.estate.claims.items())
    assert lost > 50
    assert debtors > 12
    assert paid_whole > 5


def test_who_owed_and_was_owed_is_better_off_netted() -> None:
    """LIQ-051: beside what he would have if he alone were not netted, but for atoms."""
    count = better = 0
    for ended in bankruptcies():
        estate = ended.estate
        for one in estate.claims:
            owes, owed = ended.gross[one]
            if not owes:
                continue
            rate = min(Fraction(1), (estate.worth + owes) / (estate.claimed + owes))
            alone, got = owed * rate - owes, ended.gained[one] + owed - owes
            # Two worlds round, each by itself.
            slack = 2 * ended.atoms_worth + ended.passed_on(one) + 2
            assert got > alone - slack
            better += got > alone + 1
            count += 1
    assert count > 10
    assert better > 3
