"""Drawings of networks: all is there, nothing overlaps, and those of the spec are current."""

import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tallystick.conformance.explain.network import Change, Network
from tallystick.conformance.explain.network_drawing import WIDTH, network_svg
from tallystick.conformance.explain.network_layout import (
    CENTRES,
    CHARACTER_WIDTH,
    MOST_ACCOUNTS,
    Layout,
    laid_out,
    overlaps,
)
from tallystick.conformance.explain.perp_runs import find_perp_case
from tallystick.conformance.spec_files import spec_directory
from tallystick.conformance.trace_text import blocks_of
from tests.conformance.cli.calling import call
from tests.conformance.explain.perp_cases import moments, moments_of_campaign, perp_vectors

CHAPTER = "06-perpetuals.md"
COMMAND = "$ tallystick "
DRAWN = re.compile(r"<!-- tallystick (explain network \S+) --svg spec/(\S+\.svg) -->\n!\[")
SPACE = "{http://www.w3.org/2000/svg}"
EXAMPLE = "06-perpetuals:1"


@cache
def chapter() -> str:
    return (spec_directory() / CHAPTER).read_text(encoding="utf-8")


def printed() -> list[Any]:
    """The blocks of the chapter that begin with a command line."""
    found = [block for block in blocks_of(chapter()) if block.kind == "text"]
    return [pytest.param(block.text, id=f"line-{block.line}") for block in found]


@cache
def networks() -> tuple[Network, ...]:
    """Of all vectors and some sequences of a campaign, where legs are touched."""
    told: list[Network] = []
    for name in perp_vectors():
        for moment in moments(find_perp_case(name)):
            told += [moment.network(name, market) for market in moment.markets()]
    for moment in moments_of_campaign(6, "minimal", 3):
        told += [moment.network("a campaign", market) for market in moment.markets()]
    return tuple(network for network in told if network.steps)


@cache
def layouts() -> tuple[Layout, ...]:
    return tuple(laid_out(network) for network in networks())


@pytest.mark.parametrize("text", printed())
def test_the_chapter_shows_what_is_printed(text: str) -> None:
    command, _, shown = text.partition("\n")
    assert command.startswith(COMMAND)
    result = call(*command.removeprefix(COMMAND).split())
    assert result.exit_code == 0
    assert result.stdout == f"{shown}\n"


def test_the_drawings_of_the_spec_are_current(tmp_path: Path) -> None:
    drawn = DRAWN.findall(chapter())
    names = [name for _, name in drawn]
    assert names == re.findall(r"\]\((\S+\.svg)\)", chapter())
    assert len(names) == len(set(names)) == 2
    for command, name in drawn:
        path = tmp_path / name
        assert call(*command.split(), "--svg", str(path)).exit_code == 0
        assert path.read_text() == (spec_directory() / name).read_text(), name


def test_no_label_hides_another_or_an_account() -> None:
    assert len(layouts()) > 150
    for network, layout in zip(networks(), layouts(), strict=True):
        for picture in (layout.before, layout.after):
            assert list(overlaps(picture)) == [], (network.name, network.number)


def test_everything_is_inside_its_picture() -> None:
    for layout in layouts():
        for centre, picture in zip(CENTRES, (layout.before, layout.after), strict=True):
            boxes = [arrow.box for arrow in picture.arrows] + [spot.box for spot in picture.spots]
            for box in boxes:
                assert abs(box.x - centre) + box.width / 2 <= 260
                assert box.y - box.height / 2 >= 74
                assert box.y + box.height / 2 <= layout.bottom


def test_accounts_stand_in_the_same_place_and_on_their_side() -> None:
    for layout in layouts():
        shift = CENTRES[1] - CENTRES[0]
        for before, after in zip(layout.before.spots, layout.after.spots, strict=True):
            assert before.account == after.account
            assert abs(after.x - before.x - shift) < 0.11
            assert after.y == before.y
            side = before.position or after.position
            if side:
                assert (before.x > CENTRES[0]) == (side > 0)


def test_every_leg_is_an_arrow_from_short_to_long() -> None:
    for network, layout in zip(networks(), layouts(), strict=True):
        assert layout.left_out == 0
        for picture, legs in (
            (layout.before, network.before.legs),
            (layout.after, network.after.legs),
        ):
            assert len(picture.arrows) == len(legs)
            spots = {spot.account: spot for spot in picture.spots}
            for arrow, leg in zip(picture.arrows, legs, strict=True):
                assert f"leg {leg.leg}: {leg.lots} lot" in arrow.label
                ends = (arrow.curve.start, arrow.curve.end)
                for end, account in zip(ends, (leg.short_account, leg.long_account), strict=True):
                    spot = spots[account]
                    distance = ((end[0] - spot.x) ** 2 + (end[1] - spot.y) ** 2) ** 0.5
                    assert 27 < distance < 32


def test_a_drawing_holds_its_words_and_colours() -> None:
    for network in networks()[::7]:
        root = ElementTree.fromstring(network_svg(network))
        height = float(root.get("height", ""))
        for one in root.iter(f"{SPACE}text"):
            words = one.text or ""
            size = {"title": 9.7, "part": 7.9, "account": 8.5}.get(
                one.get("class", ""), CHARACTER_WIDTH
            )
            left, width = float(one.get("x", "")), size * len(words)
            shift = {"start": 0.0, "middle": width / 2}[one.get("text-anchor", "")]
            assert 0 <= left - shift <= left - shift + width <= WIDTH, words
            assert 0 < float(one.get("y", "")) <= height - 6
        lines = [one for one in root.iter(f"{SPACE}path") if (one.get("d") or "").count("Q") == 1]
        assert len(lines) == len(network.before.legs) + len(network.after.legs)
        kinds = {one.get("class", "").removeprefix("leg ") for one in lines}
        assert {str(link.change) for link in network.links} - kinds == set()
        assert kinds <= {str(change) for change in Change}
        parties = [one for one in root.iter(f"{SPACE}circle") if "party" in one.get("class", "")]
        assert len(parties) == 2 * sum(bool(node.roles) for node in network.nodes)


def test_of_many_accounts_only_those_concerned_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    (network,) = [one for one in networks() if one.name == "prp-several-legs-in-part-1"][-1:]
    assert len(network.links) < MOST_ACCOUNTS
    monkeypatch.setattr("tallystick.conformance.explain.network_layout.MOST_ACCOUNTS", 0)
    layout = laid_out(network)
    changed = {
        account
        for link in network.links
        if link.change is not Change.UNCHANGED
        for account in (link.leg.long_account, link.leg.short_account)
    }
    roles = {node.account for node in network.nodes if node.roles}
    assert {spot.account for spot in layout.after.spots} == changed | roles
    standing = [node for node in network.nodes if node.before or node.after]
    assert layout.left_out == len(standing) - len(changed | roles)


def test_a_drawing_is_written_beside_the_text(tmp_path: Path) -> None:
    path = tmp_path / "network.svg"
    result = call("explain", "network", EXAMPLE, "--svg", str(path))
    assert result.exit_code == 0
    assert result.stdout == call("explain", "network", EXAMPLE).stdout
    assert " ".join(result.stderr.split()) == f"wrote {path}"
    assert path.read_text().startswith("<svg ")
    assert "<title>account 3 buys 2 lots from account 2 at 1020</title>" in path.read_text()
    assert call("explain", "network", EXAMPLE, "--svg", str(path)).exit_code == 0


def test_only_a_drawing_is_written_over(tmp_path: Path) -> None:
    other = tmp_path / "notes.md"
    other.write_text("notes")
    for path, text in (
        (other, "exists and is no drawing, so it is kept"),
        (tmp_path, "Is a directory"),
        (tmp_path / "none" / "x.svg", "No such file or directory"),
    ):
        result = call("explain", "network", EXAMPLE, "--svg", str(path))
        assert (result.exit_code, result.stdout) == (2, "")
        assert text in " ".join(result.stderr.split())
    assert other.read_text() == "notes"
