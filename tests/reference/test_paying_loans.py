"""Settling, repaying, extending, and setting terms (LND-020 to LND-038).

At rate 1,000 a loan of 4 lots owes 40 atoms an hour; at 500, 20.
"""

import pytest

from tallystick.reference.state import Claim
from tallystick.reference.types.events import Event
from tallystick.reference.types.units import AccountId, Atoms
from tests.reference.loan_desk import HOUR, LOT, TERM, Desk, names

FULL = 40 * LOT


@pytest.fixture
def desk() -> Desk:
    """Account 1 has lent 4 lots to account 2 at 1,000 basis points, at time 0."""
    desk = Desk()
    assert desk.lend(1, 2, 4, 1_000) == 1
    return desk


def pay(desk: Desk, *lines: str, reduce: int = 0, extend: bool = False) -> tuple[Event, ...]:
    """Let account 2 pay loan 1."""
    return desk.of(2, "pay_interest", *lines, loan=1, reduce_lots=reduce, extend=extend)


@pytest.mark.parametrize(
    ("hour", "milliseconds", "hours"),
    [(0, 0, 8), (8, 0, 8), (8, 1, 9), (9, 0, 9), (239, 0, 239), (240, 0, 240), (240, 1, 241)],
)
def test_the_started_hours_are_paid(desk: Desk, hour: int, milliseconds: int, hours: int) -> None:
    """LND-020, LND-023."""
    desk.at(hour, milliseconds)
    desk.change(1, due=desk.loan(1).due + 10 * HOUR)  # in the last hour all would be repaid
    paid = f"interest_paid loan=1 hours_paid={hours} interest_atoms={40 * hours} fee_atoms=0"
    pay(desk, paid)
    assert desk.atoms(1) == FULL - 4 * LOT + 40 * hours
    assert desk.atoms(2) == FULL + 4 * LOT - 40 * hours


def test_hours_once_paid_are_not_paid_again(desk: Desk) -> None:
    """LND-021, LND-023."""
    desk.at(2)
    pay(desk, "interest_paid hours_paid=8 interest_atoms=320")
    pay(desk, "nothing")
    desk.at(8)
    pay(desk, "nothing")
    desk.at(10)
    pay(desk, "interest_paid hours_paid=10 interest_atoms=80")


def test_an_interest_of_no_atoms_is_paid_with_an_event() -> None:
    """LND-021, LND-023."""
    # 20 atoms at 500: 10,000 an hour of 87,600,000; the first payment leaves credit for months
    desk = Desk()
    desk.run("""
        place_order signer=11 account=1 order_id=9 market=2 side=sell price=500 lots=2
        place_order signer=12 account=2 order_id=9 market=2 side=buy price=500 lots=2
    """)
    pay(desk, "interest_paid hours_paid=8 interest_atoms=1 fee_atoms=0")
    assert desk.loan(1).interest_credit == 87_600_000 - 80_000
    desk.at(9)
    pay(desk, "interest_paid hours_paid=9 interest_atoms=0 fee_atoms=0")
    assert desk.loan(1).interest_credit == 87_600_000 - 90_000


def test_interest_is_owed_on_the_principal_before_the_command(desk: Desk) -> None:
    """LND-021, LND-030."""
    desk.at(10)
    pay(desk, "interest_paid interest_atoms=400", "loan_repaid lots=2", *RETURNED, reduce=2)
    desk.at(20)
    pay(desk, "interest_paid interest_atoms=200")


RETURNED = ("order_accepted account=1 side=sell price=1000 lots=2", "order_rested account=1")


def test_the_fee_is_beside_the_interest_and_capped_for_the_life_of_the_loan() -> None:
    """LND-022."""
    # 10 % of 320 atoms are 32; then of the cap of 40 only 8 are left, although 40 are due
    desk = Desk(fee_cap_atoms=40, lend_fee_rate=10_000)
    desk.lend(1, 2, 4, 1_000)
    pay(desk, "interest_paid interest_atoms=320 fee_atoms=32")
    assert desk.loan(1).fee_left_atoms == 8
    desk.at(18)
    pay(desk, "interest_paid interest_atoms=400 fee_atoms=8")
    assert (desk.loan(1).fee_left_atoms, desk.loan(1).fee_credit) == (0, 0)
    desk.at(28)
    pay(desk, "interest_paid interest_atoms=400 fee_atoms=0")
    assert desk.dump().assets[2].treasury_atoms == 40
    assert desk.atoms(2) == FULL + 4 * LOT - 320 - 400 - 400 - 40


def test_the_fee_rounds_up_and_keeps_its_credit() -> None:
    """LND-022."""
    # 33,333 of 100,000: 320 atoms owe 106.6656, so 107, credit 33,440; 40 more owe 13.3332
    desk = Desk(lend_fee_rate=33_333)
    desk.lend(1, 2, 4, 1_000)
    pay(desk, "interest_paid interest_atoms=320 fee_atoms=107")
    assert desk.loan(1).fee_credit == 33_440
    desk.at(9)
    pay(desk, "interest_paid interest_atoms=40 fee_atoms=13")
    assert desk.loan(1).fee_credit == 33_440 + 1_300_000 - 1_333_320


def test_ten_payments_cost_what_one_does() -> None:
    """LND-021, LND-022."""
    # 20 atoms at 495 and their fee, hourly or once
    sums = []
    for step in (1, 20):
        desk = Desk(lend_fee_rate=33_333)
        desk.run("""
            place_order signer=11 account=1 order_id=9 market=2 side=sell price=9995 lots=48
            place_order signer=12 account=2 order_id=9 market=2 side=buy price=9995 lots=48
        """)
        for hour in range(step, 201, step):
            desk.at(hour)
            pay(desk)
        sums.append((desk.holds(1, 2), desk.holds(2, 2), desk.dump().assets[1].treasury_atoms))
    # 480 * 9,995 * 200 / 87,600,000 = 10.95: 11 atoms, and a third of that: 4
    assert sums[0] == sums[1] == ((20 + 11, 0), (980 - 15, 0), 4)


@pytest.mark.parametrize(
    ("hour", "milliseconds", "repaid"), [(239, 0, False), (239, 1, True), (240, 0, True)]
)
def test_in_the_last_hour_the_whole_principal_is_repaid(
    desk: Desk, hour: int, milliseconds: int, repaid: bool
) -> None:
    """LND-031."""
    desk.at(hour, milliseconds)
    gone = ("loan_repaid lots=4", "order_accepted lots=4", "order_rested") if repaid else ()
    pay(desk, "interest_paid", *gone)
    assert (1 in desk.state.loans) is not repaid


def test_in_the_last_hour_an_extension_keeps_the_rest(desk: Desk) -> None:
    """LND-030, LND-031."""
    desk.at(239, 1)
    extended = f"loan_extended due={479 * HOUR + 1}"
    pay(desk, "interest_paid", "loan_repaid lots=2", extended, *RETURNED, reduce=2, extend=True)
    assert desk.loan(1).principal_lots == 2


def test_an_extended_loan_keeps_its_grid_of_hours(desk: Desk) -> None:
    """LND-020, LND-030."""
    desk.at(7 * 24, 1)
    due = (7 * 24 + TERM) * HOUR + 1
    pay(desk, "interest_paid hours_paid=169", f"loan_extended loan=1 due={due}", extend=True)
    assert (desk.loan(1).start, desk.loan(1).due) == (0, due)
    desk.at(169)
    pay(desk, "nothing")


def test_an_overdue_loan_can_be_paid_and_goes_on_at_its_rate(desk: Desk) -> None:
    """LND-024, LND-032."""
    desk.at(TERM, 1)
    pay(desk, "rejected reason=loan_overdue", extend=True)
    pay(
        desk, "interest_paid hours_paid=241 interest_atoms=9640", "loan_repaid", *RETURNED, reduce=2
    )
    assert desk.loan(1).principal_lots == 2


@pytest.mark.parametrize("flag", ["returnable", "extensible"])
def test_only_a_loan_with_both_flags_is_extended(desk: Desk, flag: str) -> None:
    """LND-032."""
    desk.change(1, **{flag: False})
    pay(desk, "rejected reason=not_extensible", extend=True)
    pay(desk, "interest_paid")


@pytest.mark.parametrize(
    ("reduce", "extend", "reason"),
    [
        (1, False, "not_multiple_of_minimum"),
        (4, False, None),
        (6, False, "repayment_too_large"),
        (2, True, None),
        (4, True, "repayment_too_large"),
    ],
)
def test_what_can_be_repaid(desk: Desk, reduce: int, extend: bool, reason: str | None) -> None:
    """LND-032."""
    lines = () if reason is None else (f"rejected reason={reason}",)
    pay(desk, *lines, reduce=reduce, extend=extend)


@pytest.mark.parametrize(("missing", "reason"), [(0, None), (1, "insufficient_balance")])
def test_all_must_be_covered(missing: int, reason: str | None) -> None:
    """LND-032."""
    # Interest 320, fee 32, a claim of 5 and 6, two lots of principal
    desk = Desk(lend_fee_rate=10_000)
    desk.lend(1, 2, 4, 1_000)
    desk.change(1, claims=(Claim(AccountId(3), Atoms(5), Atoms(6)),))
    desk.of(2, "withdraw", asset=3, atoms=FULL + 2 * LOT - 320 - 32 - 11 + missing)
    lines = () if reason is None else (f"rejected reason={reason}",)
    pay(desk, *lines, reduce=2)
    assert reason is not None or desk.atoms(2) == 0


def test_claims_are_paid_first_oldest_first(desk: Desk) -> None:
    """LND-023, LND-041."""
    claims = (Claim(AccountId(3), Atoms(5), Atoms(6)), Claim(AccountId(1), Atoms(7), Atoms(0)))
    desk.change(1, claims=claims)
    pay(
        desk,
        "claim_paid loan=1 account=3 interest_atoms=5 fee_atoms=6",
        "claim_paid loan=1 account=1 interest_atoms=7 fee_atoms=0",
        "interest_paid hours_paid=8 interest_atoms=320",
    )
    assert (desk.atoms(3), desk.loan(1).claims) == (FULL + 5, ())
    assert desk.atoms(1) == FULL - 4 * LOT + 7 + 320
    assert desk.dump().assets[2].treasury_atoms == 6


@pytest.mark.parametrize(
    ("atoms", "lines", "left"),
    [
        (1, ["account=3 interest_atoms=1 fee_atoms=0"], [(4, 6), (7, 8)]),
        (5, ["account=3 interest_atoms=5 fee_atoms=0"], [(0, 6), (7, 8)]),
        (6, ["account=3 interest_atoms=5 fee_atoms=1"], [(0, 5), (7, 8)]),
        (11, ["account=3 interest_atoms=5 fee_atoms=6"], [(7, 8)]),
        (
            12,
            ["account=3 interest_atoms=5 fee_atoms=6", "account=1 interest_atoms=1 fee_atoms=0"],
            [(6, 8)],
        ),
        (
            26,
            ["account=3 interest_atoms=5 fee_atoms=6", "account=1 interest_atoms=7 fee_atoms=8"],
            [],
        ),
    ],
)
def test_claims_are_paid_in_any_amount(
    desk: Desk, atoms: int, lines: list[str], left: list[tuple[int, int]]
) -> None:
    """LND-034, LND-041."""
    claims = (Claim(AccountId(3), Atoms(5), Atoms(6)), Claim(AccountId(1), Atoms(7), Atoms(8)))
    desk.change(1, claims=claims)
    desk.of(2, "pay_claims", *(f"claim_paid loan=1 {line}" for line in lines), loan=1, atoms=atoms)
    standing = [(claim.interest_atoms, claim.fee_atoms) for claim in desk.loan(1).claims]
    assert standing == left
    assert desk.atoms(2) == FULL + 4 * LOT - atoms
    assert desk.loan(1).hours_paid == 0


def test_no_more_is_paid_than_is_claimed(desk: Desk) -> None:
    """LND-034."""
    desk.of(2, "pay_claims", "rejected reason=repayment_too_large", loan=1, atoms=1)


@pytest.mark.parametrize("account", [1, 3])
@pytest.mark.parametrize("command", ["pay_interest", "pay_claims"])
def test_only_the_borrower_pays(desk: Desk, command: str, account: int) -> None:
    """LND-032, LND-034."""
    fields = {"atoms": 1} if command == "pay_claims" else {"reduce_lots": 0, "extend": False}
    desk.of(account, command, "rejected reason=unknown_loan", loan=1, **fields)
    desk.of(2, command, "rejected reason=unknown_loan", loan=2, **fields)


def test_a_delegate_pays_but_sets_no_terms(desk: Desk) -> None:
    """CMD-010."""
    desk.of(2, "add_delegate", delegate=21)
    desk.run("pay_interest signer=21 account=2 loan=1 reduce_lots=0 extend=false")
    desk.judge("set_loan_terms signer=21 account=2 loan=1 auto_renew=false", "not_authorized")


def test_it_can_be_paid_in_a_halted_market_and_in_a_batch(desk: Desk) -> None:
    """LND-030, CMD-045."""
    desk.run("""
        set_halted signer=0 market=3 halted=true
        batch signer=12 account=2 commands=2
          pay_interest signer=12 account=2 loan=1 reduce_lots=2 extend=true
          pay_interest signer=12 account=2 loan=1 reduce_lots=2 extend=false
        => interest_paid hours_paid=8
        => loan_repaid lots=2
        => loan_extended
        => loan_repaid lots=2
    """)
    assert desk.state.loans == {}


@pytest.mark.parametrize(
    ("account", "terms", "lines"),
    [
        (1, {"returnable": False}, ["returnable=false extensible=true auto_renew=true"]),
        (1, {"extensible": False}, ["returnable=true extensible=false auto_renew=true"]),
        (2, {"auto_renew": False}, ["returnable=true extensible=true auto_renew=false"]),
        (1, {"returnable": True, "extensible": True}, []),
        (2, {"auto_renew": True}, []),
        (1, {}, []),
        (2, {}, []),
    ],
)
def test_each_party_sets_its_own_terms(
    desk: Desk, account: int, terms: dict[str, bool], lines: list[str]
) -> None:
    """LND-038."""
    due = desk.loan(1).due
    wanted = [f"loan_terms_set loan=1 {line}" for line in lines] or ["nothing"]
    desk.of(account, "set_loan_terms", *wanted, loan=1, **terms)
    assert desk.loan(1).due == due


@pytest.mark.parametrize(
    ("account", "term", "reason"),
    [
        (1, "auto_renew", "terms_of_other_party"),
        (2, "returnable", "terms_of_other_party"),
        (2, "extensible", "terms_of_other_party"),
        (3, "returnable", "unknown_loan"),
    ],
)
def test_nobody_sets_the_terms_of_others_not_even_to_what_they_are(
    desk: Desk, account: int, term: str, reason: str
) -> None:
    """LND-038."""
    desk.of(account, "set_loan_terms", f"rejected reason={reason}", loan=1, **{term: True})


def test_returnable_comes_back_and_extensible_does_not(desk: Desk) -> None:
    """LND-038."""
    desk.of(1, "set_loan_terms", loan=1, returnable=False, extensible=False)
    final = "rejected reason=extensible_is_final"
    desk.of(1, "set_loan_terms", final, loan=1, returnable=True, extensible=True)
    desk.of(1, "set_loan_terms", loan=1, returnable=True, extensible=False)
    assert (desk.loan(1).returnable, desk.loan(1).extensible) == (True, False)


def test_a_repaid_loan_is_gone_without_an_event_of_its_own(desk: Desk) -> None:
    """LND-033, LND-012."""
    events = pay(desk, reduce=4)
    assert names(events)[:2] == ["InterestPaid", "LoanRepaid"]
    pay(desk, "rejected reason=unknown_loan")
    desk.lend(1, 3, 2, 1_000)
    assert desk.state.last_loan == 2
