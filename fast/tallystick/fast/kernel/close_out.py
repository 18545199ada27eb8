"""How everything that an account has with others ends at once (LIQ-031)."""

from mypy_extensions import i64

from .codes import NONE
from .contracts import (
    borrowed_loans,
    debts_to,
    legs_in,
    lent_loans,
    own_debts,
    perp_markets,
)
from .counterparties import claimed_loans
from .layout import (
    CLAIM_ACCOUNT,
    CLAIM_FEE,
    CLAIM_INTEREST,
    CLAIM_NEXT,
    CLAIM_WIDTH,
    DEBT_ATOMS,
    DEBT_WIDTH,
    LEG_LONG,
    LEG_LOTS,
    LEG_SHORT,
    LEG_WIDTH,
    LOAN_FIRST_CLAIM,
    LOAN_WIDTH,
)
from .venue import Venue


def end_contracts(venue: Venue, target: i64) -> None:
    """Let all legs, debts, loans and claims of an account be gone, without an event."""
    _end_legs(venue, target)
    debts = venue.perps.debts
    for debt in own_debts(venue, target) + debts_to(venue, target):
        debts.lower(debt, debts.rows[debt * DEBT_WIDTH + DEBT_ATOMS])
    others = claimed_loans(venue, target)
    for loan in borrowed_loans(venue, target) + lent_loans(venue, target):
        while venue.loans.rows[loan * LOAN_WIDTH + LOAN_FIRST_CLAIM] != NONE:
            venue.loans.drop_first_claim(loan)
        venue.loans.drop(loan)
    for loan in others:
        _end_claims(venue, loan, target)


def _end_legs(venue: Venue, target: i64) -> None:
    legs = venue.perps.legs
    for market in perp_markets(venue):
        for leg in legs_in(venue, target, market):
            cell = i64(leg) * LEG_WIDTH
            lots = legs.rows[cell + LEG_LOTS]
            legs.drop(leg)
            legs.shift(legs.rows[cell + LEG_LONG], market, -lots)
            legs.shift(legs.rows[cell + LEG_SHORT], market, lots)


def _end_claims(venue: Venue, loan: i64, target: i64) -> None:
    """Take the interest from claims of an account on a loan of others; a fee stays (LIQ-031)."""
    loans = venue.loans
    before: i64 = NONE
    claim = loans.rows[loan * LOAN_WIDTH + LOAN_FIRST_CLAIM]
    while claim != NONE:
        cell = claim * CLAIM_WIDTH
        following = loans.claims[cell + CLAIM_NEXT]
        is_of_target = loans.claims[cell + CLAIM_ACCOUNT] == target
        if is_of_target and loans.claims[cell + CLAIM_FEE] == 0:
            loans.drop_claim_behind(loan, before)
        else:
            if is_of_target:
                loans.set_claim_cell(claim, CLAIM_INTEREST, 0)
            before = claim
        claim = following
    loans.touch(loan)
