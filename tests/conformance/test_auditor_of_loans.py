"""The auditor follows loans: sound trails of vectors, each made unsound in one place."""

from typing import Any

import pytest
from attrs import evolve

from tallystick.conformance.auditor import Auditor
from tallystick.conformance.checkers.state_checks import state_violations
from tallystick.conformance.targets import open_engine
from tallystick.conformance.vectors import Vector, find_vector, vector_paths
from tallystick.reference.types.dump import ClaimDump, StateDump
from tallystick.reference.types.events import Event, OrderAccepted
from tallystick.reference.types.loan_events import (
    InterestClaimed,
    InterestPaid,
    KeeperFeePaid,
    LoanExtended,
    LoanHandedOver,
    LoanOpened,
    LoanRepaid,
    LoanRolled,
    LoanSplit,
)
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import AccountId, Atoms, Price

OF_LOANS = [path.stem for path in vector_paths() if path.stem.startswith("lnd-")]
SWAP = "lnd-swap-to-a-higher-rate-with-hours-unpaid"
PREPAID = "lnd-swap-to-a-higher-rate-with-hours-prepaid"
ROLL = "lnd-roll-to-the-lenders-own-money"
RENEWAL = "lnd-renewal-at-a-better-rate"
LAST_HOUR = "lnd-last-hour"
REPAID = "lnd-repaid-in-the-first-minute"
EXTENDED = "lnd-extended-on-day-7-due-on-day-17"

# Vector, kind of event, field, change of it: the clause of the first violation.
CHANGED: dict[str, tuple[str, type[Event], str, int, str]] = {
    "another loan id": (SWAP, LoanOpened, "loan", 1, "LND-012"),
    "another principal": (SWAP, LoanOpened, "lots", 1, "LND-011"),
    "another rate than the trade's": (SWAP, LoanOpened, "rate", 1, "LND-011"),
    "a term of more than 240 hours": (SWAP, LoanOpened, "due", 1, "LND-011"),
    "another fee rate": (SWAP, LoanOpened, "fee_rate", 1, "LND-004"),
    "another keeper fee": (SWAP, LoanOpened, "keeper_fee_atoms", 1, "LND-013"),
    "an atom of interest too much": (LAST_HOUR, InterestPaid, "interest_atoms", 1, "LND-021"),
    "an atom of interest too little": (LAST_HOUR, InterestPaid, "interest_atoms", -1, "LND-021"),
    "an atom of fee too much": (LAST_HOUR, InterestPaid, "fee_atoms", 1, "LND-022"),
    "an hour that has not started": (LAST_HOUR, InterestPaid, "hours_paid", 1, "LND-020"),
    "an extension that is not of 240 hours": (EXTENDED, LoanExtended, "due", 1, "LND-030"),
    "a claim for an hour that runs": (SWAP, InterestClaimed, "hours_paid", 1, "LND-045"),
    "cash that is an atom short": (PREPAID, LoanHandedOver, "atoms", -1, "LND-046"),
    "a loan handed to somebody else": (PREPAID, LoanHandedOver, "lender", 1, "LND-047"),
    "more rolled than there is": (ROLL, LoanRolled, "lots", 1_000_000, "INV-013"),
    "a keeper fee of an atom more": (RENEWAL, KeeperFeePaid, "atoms", 1, "LND-053"),
}
# Vector, kind of the event that is left out: the clause of the first violation.
LEFT_OUT: dict[str, tuple[str, type[Event], str]] = {
    "a trade that opens no loan": (SWAP, LoanOpened, "LND-011"),
    "a roll that opens no loan": (ROLL, LoanRolled, "LND-011"),
    "a repayment before the loan is settled": (REPAID, InterestPaid, "LND-023"),
    "an extension before the loan is settled": (EXTENDED, InterestPaid, "LND-023"),
    "hours of the lender who leaves": (SWAP, InterestClaimed, "LND-045"),
    "a return without repayment": (LAST_HOUR, LoanRepaid, "LND-035"),
}


def outcomes_of(vector: Vector) -> list[Any]:
    """What the reference answers to set-up and steps."""
    engine = open_engine("reference", vector.case.profile, vector.case.parameters)
    return [engine.apply(command) for command in vector.case.commands]


def audited(vector: Vector, outcomes: list[Any]) -> list[str]:
    """The clauses that an auditor finds violated, up to the first command that violates one."""
    auditor = Auditor(vector.case.profile, vector.case.parameters)
    for outcome in outcomes:
        found = auditor.observe(outcome)
        if found:
            return [violation.clause for violation in found]
    return []


def with_events(outcomes: list[Any], kind: type[Event], change: Any) -> list[Any]:
    """The outcomes with one event, the last of its kind, changed or, if that is None, left out."""
    for place in reversed(range(len(outcomes))):
        outcome = outcomes[place]
        events = outcome.events if isinstance(outcome, Accepted) else ()
        for number in reversed(range(len(events))):
            if isinstance(events[number], kind):
                instead = () if change is None else (change(events[number]),)
                changed = (*events[:number], *instead, *events[number + 1 :])
                return [*outcomes[:place], evolve(outcome, events=changed), *outcomes[place + 1 :]]
    raise AssertionError(f"no event {kind.__name__}")


@pytest.mark.parametrize("name", OF_LOANS)
def test_the_trail_of_every_vector_is_sound(name: str) -> None:
    vector = find_vector(name)
    engine = open_engine("reference", vector.case.profile, vector.case.parameters)
    auditor = Auditor(vector.case.profile, vector.case.parameters)
    for command in vector.case.commands:
        assert auditor.observe(engine.apply(command)) == ()
        assert auditor.check(engine.dump()) == ()


@pytest.mark.parametrize("name", CHANGED)
def test_an_event_with_another_number_is_seen(name: str) -> None:
    vector_id, kind, field, by, clause = CHANGED[name]
    vector = find_vector(vector_id)

    def change(event: Any) -> Any:
        return evolve(event, **{field: getattr(event, field) + by})

    assert clause in audited(vector, with_events(outcomes_of(vector), kind, change))


@pytest.mark.parametrize("name", LEFT_OUT)
def test_an_event_that_is_left_out_is_seen(name: str) -> None:
    vector_id, kind, clause = LEFT_OUT[name]
    vector = find_vector(vector_id)
    assert clause in audited(vector, with_events(outcomes_of(vector), kind, None))


def test_a_part_that_is_not_handed_over_is_seen() -> None:
    vector = next(
        vector
        for vector in map(find_vector, OF_LOANS)
        if any(
            isinstance(event, LoanSplit)
            for outcome in outcomes_of(vector)
            if isinstance(outcome, Accepted)
            for event in outcome.events
        )
    )
    outcomes = with_events(outcomes_of(vector), LoanHandedOver, None)
    assert "LND-047" in audited(vector, outcomes)


def test_a_return_that_is_not_offered_is_seen() -> None:
    vector = find_vector(LAST_HOUR)
    outcomes = outcomes_of(vector)
    for place, outcome in enumerate(outcomes):
        events = outcome.events if isinstance(outcome, Accepted) else ()
        if any(isinstance(event, LoanRepaid) for event in events):
            last = next(n for n, event in enumerate(events) if isinstance(event, LoanRepaid))
            assert any(isinstance(event, OrderAccepted) for event in events[last:])
            outcomes[place] = evolve(outcome, events=events[: last + 1])
            break
    assert "LND-035" in audited(vector, outcomes)


def dump_with_a_loan() -> StateDump:
    """A state in which a loan stands."""
    vector = find_vector(SWAP)
    engine = open_engine("reference", vector.case.profile, vector.case.parameters)
    for command in vector.case.commands:
        engine.apply(command)
    dump = engine.dump()
    assert dump.loans
    return dump


UNSOUND_LOANS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "no principal": ({"principal_lots": 0}, ["INV-013"]),
    "no rate": ({"rate": 0}, ["INV-013"]),
    "an interest credit of a whole atom": ({"interest_credit": 87_600_000}, ["INV-013"]),
    "a fee credit of a whole atom": ({"fee_credit": 100_000}, ["INV-013"]),
    "a start that is still to come": ({"start": 2**52}, ["INV-013"]),
    "an id that was not given": ({"loan": 2**40}, ["INV-013"]),
    "an empty claim": (
        {"claims": (ClaimDump(AccountId(1), Atoms(0), Atoms(0)),)},
        ["INV-013"],
    ),
    "a borrower who is nobody": ({"borrower": AccountId(99)}, ["INV-014"]),
}


@pytest.mark.parametrize("name", UNSOUND_LOANS)
def test_an_unsound_loan_is_seen_in_the_dump_alone(name: str) -> None:
    changes, clauses = UNSOUND_LOANS[name]
    dump = dump_with_a_loan()
    assert dump.loans is not None
    assert state_violations(dump) == ()
    *others, last = dump.loans
    changed = evolve(dump, loans=(*others, evolve(last, **changes)))
    assert [violation.clause for violation in state_violations(changed)] == clauses


def test_rates_between_two_ticks_are_seen() -> None:
    dump = dump_with_a_loan()
    markets = tuple(evolve(market, tick=Price(9_973)) for market in dump.markets)
    assert "INV-013" in [found.clause for found in state_violations(evolve(dump, markets=markets))]


def test_a_loan_between_an_account_and_itself_is_seen() -> None:
    dump = dump_with_a_loan()
    assert dump.loans is not None
    loan = evolve(dump.loans[0], borrower=dump.loans[0].lender)
    changed = evolve(dump, loans=(loan, *dump.loans[1:]))
    assert "INV-013" in [violation.clause for violation in state_violations(changed)]
