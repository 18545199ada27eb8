"""How the RBV of an account comes about, as plain text of at most 100 columns."""

from collections.abc import Iterator

from tallystick.conformance.explain.margin_runs import MarginStory, assets_of
from tallystick.conformance.explain.margin_terms import (
    SCALES,
    at_scale,
    decimal,
    factors,
    fee_sum,
    floor_sum,
    holding_of,
    holding_terms,
    order_name,
    order_words,
    part_of,
    piece_name,
    rbv,
    value_of,
    value_terms,
)
from tallystick.conformance.explain.network_text import lots_words, table
from tallystick.conformance.explain.perp_views import BASE_ASSET
from tallystick.conformance.explain.sums import Sum
from tallystick.conformance.explain.text import INDENT, folded
from tallystick.conformance.wire import word
from tallystick.reference.types.certificate import AssetCertificate, Certificate, OrderTerm
from tallystick.reference.types.choices import MarketKind
from tallystick.reference.types.outcome import Rejected
from tallystick.reference.types.units import AssetId


@folded
def margin_lines(story: MarginStory) -> Iterator[str]:
    """Everything about the RBV of one account at one command."""
    yield f"{heading(story)}, on {story.target}"
    yield scales_line(story)
    if isinstance(story.outcome, Rejected):
        yield f"the command was rejected {story.outcome.reason}: it changed nothing"
    yield ""
    yield from table(summary_rows(story))
    for asset in assets_of(story):
        for when, certificate in _sections(story, asset):
            part = part_of(certificate, asset)
            assert part is not None
            yield ""
            yield f"{_asset_words(part)}{when}"
            yield from _asset_lines(certificate, part)
    for problem in story.differences:
        yield f"DIFFERENT {problem}"


def heading(story: MarginStory) -> str:
    """Which account of what, and when."""
    number, command = story.number, word(type(story.command))
    named = f"account {story.account} of {story.name}"
    if story.before is None:
        return f"{named} after command {number}, {command}, which opens it"
    return f"{named} before and after command {number}, {command}"


def scales_line(story: MarginStory) -> str:
    """What the certificate holds for all assets."""
    after = story.after
    values = " by the announced values" if story.is_announced else ""
    return (
        f"now is {after.now} ms; RBV{values} at the scales {after.initial_scale_permille} (initial)"
        f" and {after.maintenance_scale_permille} (maintenance) permille"
    )


def summary_rows(story: MarginStory) -> list[tuple[str, ...]]:
    """The values of all assets and their sums, before and after."""
    ends = (story.before, story.after)
    rows: list[tuple[str, ...]] = [("value", *SCALES)]
    for asset in assets_of(story):
        name = "base asset" if asset == BASE_ASSET else f"asset {asset}"
        cells = (_became(*(_floor_of(one, asset, scale) for one in ends)) for scale in SCALES)
        rows.append((name, *cells))
    sums = (
        _became(*(None if one is None else rbv(one, scale) for one in ends)) for scale in SCALES
    )
    rows.append(("RBV", *sums))
    return rows


def _floor_of(certificate: Certificate | None, asset: AssetId, scale: str) -> int | None:
    part = None if certificate is None else part_of(certificate, asset)
    if certificate is None or part is None:
        return None
    return at_scale(certificate, part, scale)[1].floor_atoms


def _sections(story: MarginStory, asset: AssetId) -> Iterator[tuple[str, Certificate]]:
    """Where an asset is to be told: once if the command left it as it was."""
    before, after = story.before, story.after
    if before is None or part_of(before, asset) == part_of(after, asset):
        yield "", after
        return
    if part_of(before, asset) is not None:
        yield ", before", before
    if part_of(after, asset) is not None:
        yield ", after", after


def _asset_lines(certificate: Certificate, asset: AssetCertificate) -> Iterator[str]:
    parts = tuple(holding_terms(asset, certificate.lent_haircut_permille))
    yield _named("holding", f"{decimal(holding_of(asset))} atoms")
    if len(parts) > 1:
        for part in parts:
            yield _named(f"    {part.name}", part.words)
    if asset.position_lots or asset.result_atoms:
        yield _named("position", f"{lots_words(asset.position_lots)}, result {asset.result_atoms}")
    for order in asset.orders:
        yield _named(order_name(order), order_words(order) + _fee_words(asset, order))
    if asset.asset == BASE_ASSET:
        # No risk values: both scales come to the same.
        if asset.orders:
            yield from _scale_lines(certificate, asset, "initial")
        else:
            yield _named("value", _equal(floor_sum("value", holding_of(asset))))
        return
    is_same = certificate.initial_scale_permille == certificate.maintenance_scale_permille
    for scale in SCALES[:1] if is_same else SCALES:
        yield from _scale_lines(certificate, asset, scale)


def _scale_lines(certificate: Certificate, asset: AssetCertificate, name: str) -> Iterator[str]:
    """The eight values, the terms of the least of them, and its floor."""
    scale, value = at_scale(certificate, asset, name)
    least = value.pieces[value.least]
    is_same = at_scale(certificate, asset, SCALES[-1]) == (scale, value)
    named = " and ".join(SCALES) if is_same else name
    yield f"{INDENT}{named}, scale {scale}: least in piece {piece_name(least)}"
    values = (f"{piece_name(one)} {decimal(value_of(asset, one))}" for one in value.pieces)
    yield f"{INDENT * 2}{', '.join(values)}"
    moved = factors(asset, least, scale)
    for one in (moved.price, moved.spot, moved.perpetual):
        yield f"{INDENT}{_named(one.name, _equal(one))}"
    for part in value_terms(asset, least, scale, certificate.lent_haircut_permille):
        if part.numerator.expression != "0" and not part.numerator.expression.startswith("0 * "):
            yield f"{INDENT}{_named(part.name, part.words)}"
    yield f"{INDENT}{_named('value', _equal(floor_sum('value', value_of(asset, least))))}"


def _asset_words(asset: AssetCertificate) -> str:
    lots = f"lots of {asset.lot_atoms} atoms"
    if asset.asset == BASE_ASSET:
        return f"base asset: {lots}"
    return (
        f"asset {asset.asset}: mark {asset.mark}, {lots}; r = {asset.risk_permille},"
        f" s = {asset.slippage_permille}, sp = {asset.perp_slippage_permille} permille"
    )


def _fee_words(asset: AssetCertificate, order: OrderTerm) -> str:
    if not order.fee_rate:
        return ""
    if order.kind is MarketKind.LEND:
        return f", fee rate {order.fee_rate}"
    fee = fee_sum(asset, order)
    return f", fee a lot f = {_equal(fee)}"


def _named(name: str, words: str) -> str:
    return f"{INDENT}{name:<12} {words}"


def _equal(one: Sum) -> str:
    plain = one.expression == str(one.equals)
    return one.expression if plain else f"{one.expression} = {one.equals}"


def _became(before: int | None, after: int | None) -> str:
    if before is None or before == after:
        return "" if after is None else str(after)
    return f"{before} to {'0' if after is None else after}"
