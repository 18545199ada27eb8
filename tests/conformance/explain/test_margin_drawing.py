"""Drawings of valuations: all is there, nothing overlaps, and those of the spec are current."""

import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tallystick.conformance.explain.margin_curve import Curve, Point, SideCharge, curve_of
from tallystick.conformance.explain.margin_drawing import WIDTH, margin_svg
from tallystick.conformance.explain.margin_layout import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    grouped,
    laid_out,
    overlaps,
)
from tallystick.conformance.explain.margin_runs import explain_margin, find_margin_case
from tallystick.conformance.explain.margin_shapes import (
    CHARACTER_WIDTH,
    Layout,
)
from tallystick.conformance.runner import Limits
from tallystick.conformance.spec_files import spec_directory
from tallystick.conformance.trace_text import blocks_of
from tests.conformance.cli.calling import call
from tests.conformance.explain.margin_cases import certificates

CHAPTER = "08-margin.md"
COMMAND = "$ tallystick "
DRAWN = re.compile(r"<!-- tallystick (explain margin [^>]+) --svg spec/(\S+\.svg) -->\n!\[")
SPACE = "{http://www.w3.org/2000/svg}"
EXAMPLE = "08-margin:1"


@cache
def chapter() -> str:
    return (spec_directory() / CHAPTER).read_text(encoding="utf-8")


@cache
def layouts() -> tuple[tuple[Curve, Layout], ...]:
    """Of every asset of every certificate of the vectors."""
    curves = [
        curve_of(certificate, asset.asset)
        for _, certificate in certificates()
        for asset in certificate.assets[1:]
    ]
    return tuple((curve, laid_out(curve)) for curve in curves)


def test_the_chapter_shows_what_is_printed() -> None:
    for block in blocks_of(chapter()):
        command, _, shown = block.text.partition("\n")
        if block.kind == "text" and command.startswith(COMMAND):
            result = call(*command.removeprefix(COMMAND).split())
            assert result.exit_code == 0
            assert result.stdout == f"{shown}\n"


def test_the_drawings_of_the_spec_are_current(tmp_path: Path) -> None:
    drawn = DRAWN.findall(chapter())
    assert [name for _, name in drawn] == re.findall(r"\]\((\S+\.svg)\)", chapter())
    for command, name in drawn:
        path = tmp_path / name
        assert call(*command.split(), "--svg", str(path)).exit_code == 0
        assert path.read_text() == (spec_directory() / name).read_text(), name


def test_no_label_hides_another() -> None:
    assert len(layouts()) > 120
    for curve, layout in layouts():
        assert list(overlaps(layout)) == [], (curve.certificate.account, curve.asset.asset)


def test_everything_is_inside_the_frame() -> None:
    for _, layout in layouts():
        for x, y in (*layout.equity, *layout.with_orders):
            assert LEFT - 0.1 <= x <= RIGHT + 0.1
            assert TOP <= y <= BOTTOM
        for marker in layout.markers:
            assert LEFT <= marker.x <= RIGHT
            assert TOP <= marker.y <= BOTTOM
        for level in layout.levels:
            assert TOP <= level.y <= BOTTOM
            assert level.label.box[2] <= WIDTH
        assert 1 <= len(layout.grid) <= 9


def test_all_pieces_are_drawn_and_the_least_is_filled() -> None:
    for curve, layout in layouts():
        same = len({scale.permille for scale in curve.scales}) == 1
        assert len(layout.markers) == (8 if same else 16)
        for name in {marker.scale for marker in layout.markers}:
            drawn = [marker for marker in layout.markers if marker.scale == name]
            lowest = max(marker.y for marker in drawn)
            assert all(marker.is_least == (marker.y == lowest) for marker in drawn) or any(
                marker.is_least and abs(marker.y - lowest) < 0.1 for marker in drawn
            )


def test_a_drawing_holds_its_words() -> None:
    case = find_margin_case(EXAMPLE)
    told = explain_margin(EXAMPLE, case, "reference", Limits(), step=None, account=None)
    for curve, _ in layouts()[::11]:
        root = ElementTree.fromstring(margin_svg(told, curve, "after"))
        height, whole = float(root.get("height", "")), float(root.get("width", ""))
        for one in root.iter(f"{SPACE}text"):
            words = one.text or ""
            size = 9.7 if one.get("class") == "title" else CHARACTER_WIDTH
            left, width = float(one.get("x", "")), size * len(words)
            shift = {"start": 0.0, "middle": width / 2, "end": width}[one.get("text-anchor", "")]
            assert 0 <= left - shift <= left - shift + width <= whole, words
            assert 0 < float(one.get("y", "")) <= height - 6
        lines = [one.text or "" for one in root.iter(f"{SPACE}text")]
        for scale in curve.scales:
            assert any(f"RBV {scale.name} {scale.rbv}" in line for line in lines)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ((1, 1, 1, 1), ["+··"]),
        ((1, 1, 2, 2), ["++·", "+-·"]),
        ((1, 2, 1, 2), ["+·+", "+·-"]),
        ((1, 1, 1, 2), ["+++ ++- +-+", "+--"]),
        ((1, 2, 3, 4), ["+++", "++-", "+-+", "+--"]),
        ((1, 2, 2, 1), ["+++ +--", "++- +-+"]),
    ],
)
def test_pieces_of_one_value_have_one_name(values: tuple[int, ...], names: list[str]) -> None:
    side = layouts()[0][0].scales[0].sides[0]
    points = tuple(
        Point(name, side.equity + value)
        for name, value in zip(("+++", "++-", "+-+", "+--"), values, strict=True)
    )
    made = SideCharge(side.shift, side.equity, side.orders, side.slippage, side.others, points)
    assert [name for name, _ in grouped(made)] == names
