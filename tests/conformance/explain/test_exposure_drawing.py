"""The drawing of whom an account faces: nothing overlaps, and everything fits."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from attrs import evolve

from tallystick.conformance.explain.exposure_drawing import (
    CARD_LEFT,
    CARD_WIDTH,
    LABEL_HEIGHT,
    LINE_LEFT,
    LINE_RIGHT,
    MOST_ROWS,
    every_words,
    exposure_layout,
    exposure_svg,
    overlaps,
)
from tallystick.conformance.explain.exposures import (
    ExposureView,
    Facing,
    exposure_of,
)
from tallystick.conformance.explain.network_drawing import WIDTH
from tallystick.conformance.explain.world_runs import Moment
from tallystick.reference.types.units import AccountId, Atoms, Count
from tests.conformance.explain.world_cases import (
    OWES_BOTH_WAYS,
    moment_behind,
    moments_of_vector,
    world_vectors,
)

ONE = AccountId(1)
LONG = 2**63
"""As long as a number of the spec gets."""


def moment() -> Moment:
    return moment_behind(OWES_BOTH_WAYS, 38)


def long_view(count: int) -> ExposureView:
    """So many counterparties, with the longest numbers everywhere."""
    view = exposure_of(moment(), ONE)

    def lengthened(one: Facing, place: int) -> Facing:
        assert one.standing is not None
        assert one.elsewhere is not None
        atoms = Atoms((-1) ** place * (LONG - place))
        standing = evolve(
            one.standing,
            account=AccountId(2**40 + place),
            maintenance_atoms=Atoms(-LONG),
            net_worth_atoms=Atoms(-LONG),
        )
        return evolve(
            one,
            counterparty=AccountId(2**40 + place),
            net_atoms=atoms,
            worst_atoms=Atoms(-LONG),
            kinds=tuple(evolve(kind, net=kind.net / 7 * LONG) for kind in one.kinds * 4),
            standing=standing,
            elsewhere=evolve(
                one.elsewhere,
                counterparty_count=Count(2**20),
                is_owed=one.net / 7 * LONG,
                owes=one.net / 7 * LONG,
            ),
        )

    standing = evolve(
        view.standing, maintenance_atoms=Atoms(-LONG), net_worth_atoms=Atoms(-LONG), account=ONE
    )
    facing = tuple(lengthened(view.facing[place % 3], place) for place in range(count))
    return evolve(view, standing=standing, facing=facing)


@pytest.mark.parametrize("name", world_vectors())
def test_nothing_overlaps_in_a_vector(name: str) -> None:
    last = list(moments_of_vector(name))[-1]
    for account in last.state.accounts:
        check_layout(exposure_of(last, account))


@pytest.mark.parametrize("count", [0, 1, 2, 5, 12, 30])
def test_long_numbers_fit(count: int) -> None:
    view = long_view(count)
    check_layout(view)
    layout = exposure_layout(view)
    assert (len(layout.rows), layout.left_out) == (min(count, MOST_ROWS), max(0, count - MOST_ROWS))
    drawn = ElementTree.fromstring(exposure_svg(moment(), view))
    squeezed = [text for text in drawn.iter() if text.get("textLength")]
    assert bool(squeezed) == bool(count)


def check_layout(view: ExposureView) -> None:
    """Words share no room, stay inside the sheet, on their cards and labels, and off lines."""
    layout = exposure_layout(view)
    assert list(overlaps(layout)) == []
    for words in every_words(layout):
        box = words.box
        assert box.x - box.width / 2 >= 0
        assert box.x + box.width / 2 <= WIDTH
        assert box.y + box.height / 2 < layout.height - 28
    for row in layout.rows:
        for words in row.card_words:
            assert words.x >= CARD_LEFT
            assert words.box.x + words.box.width / 2 <= CARD_LEFT + CARD_WIDTH
            assert abs(words.y - 4 - row.y) + 7 <= row.card.height / 2
        assert row.label.x - row.label.width / 2 > LINE_LEFT
        assert row.label.x + row.label.width / 2 < LINE_RIGHT
        for words in row.label_words:
            assert words.box.width <= row.label.width
            assert abs(words.y - 4 - row.y) + 7 <= LABEL_HEIGHT / 2
    cards = [row.card for row in layout.rows]
    for one, other in pairwise(cards):
        assert one.overlap(other) == 0
    for words in layout.own_words:
        box = words.box
        assert abs(box.x - layout.own.x) + box.width / 2 <= layout.own.width / 2
        assert abs(box.y - layout.own.y) + box.height / 2 <= layout.own.height / 2
    assert layout.own.x + layout.own.width / 2 < LINE_LEFT


def test_arrows_go_from_the_debtor_to_the_creditor() -> None:
    """Account 1 owes all; account 2 is owed by account 1."""
    for account, flow in ((1, "owes"), (2, "isowed")):
        view = exposure_of(moment(), AccountId(account))
        assert {row.flow for row in exposure_layout(view).rows} == {flow}
        svg = exposure_svg(moment(), view)
        lines = [one for one in svg.splitlines() if f"url(#tip-{flow})" in one]
        assert len(lines) == len(view.facing)
        first, last = (LINE_LEFT, LINE_RIGHT) if flow == "owes" else (LINE_RIGHT, LINE_LEFT)
        assert all(f'd="M{first} ' in one and f"L{last} " in one for one in lines)


def test_the_words_are_those_of_the_exposure() -> None:
    svg = exposure_svg(moment(), exposure_of(moment(), ONE))
    texts = [one.text for one in ElementTree.fromstring(svg).iter() if one.text]
    for words in (
        "owes 300",
        "worst: owes 620",
        "account 2, sound",
        "legs -300",
        "before netting account 1 is owed 200, owes 500",
        "below zero",
        "-720",
        "net worth",
        "-200",
        "it faces nobody else",
    ):
        assert words in texts
    assert svg.count('class="openself"') == 1


def test_the_largest_are_drawn_in_the_order_of_their_ids() -> None:
    view = long_view(20)
    small = evolve(view.facing[3], net_atoms=Atoms(1))
    view = evolve(view, facing=(*view.facing[:3], small, *view.facing[4:]))
    drawn = [row.facing.counterparty for row in exposure_layout(view).rows]
    assert drawn == sorted(drawn)
    assert small.counterparty not in drawn
    assert "8 other counterparties are not drawn" in exposure_svg(moment(), view)


def test_who_faces_nobody_is_drawn_alone() -> None:
    alone = evolve(exposure_of(moment(), ONE), facing=())
    assert "nobody has a contract with it" in exposure_svg(moment(), alone)


def test_before_netting_is_said_only_where_there_are_two_sides() -> None:
    (first, *_) = exposure_of(moment(), AccountId(3)).facing
    (legs,) = first.kinds
    assert (int(legs.is_owed), int(legs.owes)) == (300, 0)
    svg = exposure_svg(moment(), exposure_of(moment(), AccountId(3)))
    assert "legs 300<" in svg
    assert "before netting" not in svg
