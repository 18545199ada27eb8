"""The auditor where accounts are wound up: escrows, forced orders, close-outs, strangers."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

import pytest
from attrs import evolve

from tallystick import reference
from tallystick.conformance.auditor import Auditor
from tallystick.conformance.campaign import sequence
from tallystick.conformance.checkers.close_out import distributed, shares, sums_of
from tallystick.conformance.checkers.contracts import met_in, strangers_to
from tallystick.conformance.checkers.escrow_checks import escrow_violations
from tallystick.conformance.checkers.state_checks import state_violations
from tallystick.conformance.checkers.valuation import Portfolios
from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.dump import BalanceDump, StateDump
from tallystick.reference.types.events import OrderAccepted, OrderRemoved
from tallystick.reference.types.liquidation_commands import (
    DeclareBankruptcy,
    Liquidate,
    SwapForTarget,
)
from tallystick.reference.types.liquidation_events import (
    BankruptcyDeclared,
    CloseOutPaid,
    EstatePaid,
    LossRecorded,
    RewardHeld,
    RewardPaid,
    RewardReversed,
    SwappedForTarget,
)
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    EscrowId,
    Milliseconds,
    Permille,
)
from tests.conformance.trails_of_liquidation import (
    Told,
    cancelling_case,
    case_with,
    commands_told,
    instead,
    more,
    same,
    twice,
    without,
)

TREASURY = AccountId(0)


@pytest.mark.parametrize("preset", ["minimal", "world", "hardened"])
@pytest.mark.parametrize("index", range(4))
def test_campaigns_are_followed_to_the_last_escrow(preset: str, index: int) -> None:
    parameters = load_preset(preset, profile=Profile.WORLD_1)
    auditor = Auditor(Profile.WORLD_1, parameters)
    state = reference.open_venue(Profile.WORLD_1, parameters)
    for command in sequence(2, Profile.WORLD_1, preset, index):
        state, outcome = reference.step(state, command)
        assert auditor.observe(outcome) == ()
        assert auditor.judge(command, outcome) == ()
        assert auditor.check(reference.dump(state)) == ()


CASES: dict[str, type[Any]] = {
    "a reward": RewardHeld,
    "a reward that is paid": RewardPaid,
    "a reward that is reversed": RewardReversed,
    "a swap": SwappedForTarget,
    "a bankruptcy": BankruptcyDeclared,
    "a debtor who pays": CloseOutPaid,
}


@pytest.mark.parametrize("kind", CASES.values(), ids=CASES.keys())
def test_what_happened_is_not_reported(kind: type[Any]) -> None:
    assert case_with(kind).clauses(same) == set()


@pytest.mark.parametrize("by", [-1, 1])
@pytest.mark.parametrize("name", ["atoms", "escrow", "due"])
def test_a_reward_is_what_it_must_be(name: str, by: int) -> None:
    assert "LIQ-021" in case_with(RewardHeld).clauses(more(RewardHeld, name, by))


def test_a_reward_that_is_left_out_is_missed() -> None:
    assert "LIQ-021" in case_with(RewardHeld).clauses(without(RewardHeld))


@pytest.mark.parametrize("kind", [RewardPaid, RewardReversed])
def test_an_escrow_is_released_once_and_whole(kind: type[Any]) -> None:
    case = case_with(kind)
    assert "LIQ-022" in case.clauses(more(kind, "atoms"))
    assert "LIQ-022" in case.clauses(more(kind, "escrow"))
    assert "LIQ-022" in case.clauses(twice(kind))


def test_a_reward_goes_where_its_time_says() -> None:
    for kind, other in ((RewardPaid, RewardReversed), (RewardReversed, RewardPaid)):
        case = case_with(kind)
        (event,) = case.outcome.events
        assert isinstance(event, RewardPaid | RewardReversed)
        wrong = other(event.escrow, event.account, event.target, event.atoms)
        assert case.clauses(instead(wrong)) == {"LIQ-022"}


def test_a_close_out_is_summed_and_shared_to_the_atom() -> None:
    case = case_with(BankruptcyDeclared, EstatePaid)
    for kind, name, clause in (
        (BankruptcyDeclared, "estate_atoms", "LIQ-032"),
        (BankruptcyDeclared, "claims_atoms", "LIQ-031"),
        (EstatePaid, "atoms", "LIQ-033"),
        (LossRecorded, "claim_atoms", "LIQ-034"),
        (LossRecorded, "paid_atoms", "LIQ-034"),
    ):
        for by in (-1, 1):
            assert clause in case.clauses(more(kind, name, by)), (kind, name, by)
    assert "LIQ-033" in case.clauses(without(EstatePaid))
    assert "LIQ-034" in case.clauses(without(LossRecorded))
    assert "LIQ-034" in case.clauses(twice(LossRecorded))


def test_a_debtor_pays_what_he_owes_as_far_as_it_goes() -> None:
    case = case_with(CloseOutPaid)
    for change in (more(CloseOutPaid, "atoms", -1), without(CloseOutPaid)):
        assert "LIQ-032" in case.clauses(change)


def test_what_creditors_get_is_counted_beside_the_plan() -> None:
    case = case_with(BankruptcyDeclared, EstatePaid)
    changed = more(EstatePaid, "atoms")(case.outcome.events)
    assert "LIQ-051" in case.judged(outcome=evolve(case.outcome, events=changed))


def first_forced(name: str, by: int) -> set[str]:
    """The clauses named where the first forced order on a spot or perpetual market is another."""
    for told in commands_told("minimal"):
        if isinstance(told.command, Liquidate):
            kinds = {one.market: one.kind for one in told.dumps[0].markets}
            first = next(
                (one for one in told.outcome.events if isinstance(one, OrderAccepted)), None
            )
            if first is not None and kinds[first.market] != "lend":
                return told.clauses(more(OrderAccepted, name, by))
    raise AssertionError


@pytest.mark.parametrize(
    ("name", "clause"),
    [
        ("price", "LIQ-012"),
        ("taker_fee_rate", "LIQ-012"),
        ("fee_cap_atoms", "LIQ-012"),
        ("lots", "LIQ-015"),
        ("order_id", "LND-037"),
    ],
)
def test_a_forced_order_is_as_it_must_be(name: str, clause: str) -> None:
    assert clause in first_forced(name, 1)


def test_a_liquidation_states_what_its_target_is_worth_and_its_work() -> None:
    case = cancelling_case()
    assert case.clauses(same) == set()
    assert "LIQ-020" in case.clauses(more(AccountValued, "initial_atoms"))
    assert isinstance(case.command, Liquidate)
    above = Count(case.command.work + 1)
    assert "LIQ-011" in case.clauses(same, touched_orders=above)
    assert "MAT-021" in case.clauses(same, touched_orders=Count(0))


def test_all_orders_of_the_target_go_before_anything_is_closed() -> None:
    assert "LIQ-014" in cancelling_case().clauses(without(OrderRemoved))


def test_who_is_sound_is_left_alone() -> None:
    case = case_with(SwappedForTarget)
    assert isinstance(case.command, SwapForTarget)
    values = Portfolios(case.dumps[0]).all_values()
    sound = [one for one, value in values.items() if value.maintenance_atoms >= 0]
    for account in sound:
        wrong = Liquidate(case.command.signer, case.command.account, account, Count(1))
        assert "LIQ-002" in case.judged(command=wrong)


def test_a_swap_gives_enough_and_raises_the_value() -> None:
    case = case_with(SwappedForTarget)
    assert isinstance(case.command, SwapForTarget)
    less = evolve(case.command, give_atoms=Atoms(case.command.give_atoms // 2))
    assert "LIQ-023" in case.judged(command=less)
    assert "LIQ-023" in case.judged(after=case.dumps[0])
    alike = evolve(case.command, take_asset=case.command.give_asset)
    assert "LIQ-023" in case.judged(command=alike)


def test_a_bankruptcy_costs_no_more_than_was_named() -> None:
    for told in commands_told("minimal"):
        losses = [one for one in told.outcome.events if isinstance(one, LossRecorded)]
        if isinstance(told.command, DeclareBankruptcy) and any(
            one.paid_atoms * 2 < one.claim_atoms > 1000 for one in losses
        ):
            wrong = evolve(told.command, max_loss_permille=Permille(100))
            assert "LIQ-032" in told.judged(command=wrong)
            return
    raise AssertionError


def cases_with_strangers() -> Iterator[tuple[Told, AccountId]]:
    """Liquidations and bankruptcies beside which there is somebody who has no part in them."""
    for told in commands_told("world"):
        if isinstance(told.command, Liquidate | DeclareBankruptcy):
            known = met_in(told.outcome.events) | {getattr(told.command, "account", TREASURY)}
            for account in strangers_to(told.dumps[0], told.command.target, known):
                yield told, account


def test_a_stranger_is_not_touched() -> None:
    cases = list(islice(cases_with_strangers(), 3))
    assert len(cases) == 3
    for told, account in cases:
        assert told.judged(after=with_more(told.dumps[1], account)) >= {"LIQ-050"}


def with_more(dump: StateDump, account: AccountId) -> StateDump:
    """The dump with an atom of asset 3 more in somebody's balance."""
    old = dump.accounts[account - 1]
    balances: list[Any] = [one for one in old.balances if one.asset != 3]
    atoms = sum(one.atoms for one in old.balances if one.asset == 3)
    reserved = sum(one.reserved_atoms for one in old.balances if one.asset == 3)
    balances.append(BalanceDump(AssetId(3), Atoms(atoms + 1), Atoms(reserved)))
    new = evolve(old, balances=tuple(sorted(balances, key=lambda one: int(one.asset))))
    return evolve(dump, accounts=(*dump.accounts[: account - 1], new, *dump.accounts[account:]))


def test_an_atom_goes_to_the_largest_remainders_and_then_to_the_lower_id() -> None:
    one, two, three = AccountId(1), AccountId(2), AccountId(3)
    equal = {TREASURY: 1, one: 1, two: 1}
    assert list(shares(10, equal)) == [(TREASURY, 4), (one, 3), (two, 3)]
    assert list(shares(600, {one: 500, two: 300, three: 200})) == [
        (one, 300), (two, 180), (three, 120),
    ]  # fmt: skip
    assert list(shares(1, {one: 1, two: 2})) == [(two, 1)]
    assert list(shares(5, {})) == []


def test_a_part_is_distributed_as_far_as_something_is_missing() -> None:
    assert distributed(7, Fraction(1), Fraction(7)) == 7
    assert distributed(7, Fraction(1), Fraction(5)) == 5
    # An atom is worth 3/2: three of them are worth 9/2, four would be worth 6.
    assert distributed(7, Fraction(3, 2), Fraction(5)) == 3
    assert distributed(7, Fraction(3, 2), Fraction(0)) == 0


def test_sums_are_of_everybody_who_has_a_contract() -> None:
    case = case_with(BankruptcyDeclared, EstatePaid)
    assert isinstance(case.command, DeclareBankruptcy)
    sums = sums_of(case.dumps[0], case.command.target)
    told = [one for one in case.outcome.events if isinstance(one, LossRecorded)]
    assert {one.account: one.claim_atoms for one in told} == sums.claims


def test_escrows_in_a_dump() -> None:
    dump = case_with(RewardHeld).dumps[1]
    assert dump.escrows is not None
    (held, *_) = dump.escrows
    assert list(escrow_violations(dump)) == []
    assert state_violations(dump) == ()
    for wrong in (
        evolve(dump, last_escrow=EscrowId(held.escrow - 1)),
        evolve(dump, escrows=(evolve(held, target=held.account),)),
        evolve(dump, escrows=(evolve(held, atoms=Atoms(0)),)),
        evolve(dump, escrows=(evolve(held, due=Milliseconds(held.due + 1)),)),
        evolve(dump, escrows=(held, held)),
        evolve(dump, escrows=(held,) * 3),
    ):
        assert {violation.clause for violation in escrow_violations(wrong)} == {"LIQ-021"}
    taken = evolve(dump, escrows=())
    assert "INV-001" in {violation.clause for violation in state_violations(taken)}


def test_nothing_of_this_is_in_another_profile() -> None:
    parameters = load_preset("minimal", profile=Profile.MARGIN_1)
    event = RewardPaid(EscrowId(1), AccountId(1), AccountId(2), Atoms(1))
    found = Auditor(Profile.MARGIN_1, parameters).observe(Accepted((event,), Count(0), Count(0)))
    assert "CMD-007" in {violation.clause for violation in found}
