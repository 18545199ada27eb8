"""Funding: every tick is told with the arithmetic by which the engine made it."""

import json
from collections import Counter
from functools import cache

import pytest
from attrs import evolve

from tallystick.conformance.arithmetic import evaluate
from tallystick.conformance.explain.cases import ExplainError
from tallystick.conformance.explain.funding_ticks import (
    FundingStory,
    TickStory,
    explain_funding,
    ticks_of,
    told_ticks,
)
from tallystick.conformance.explain.perp_runs import find_perp_case
from tallystick.conformance.explain.perp_text import funding_lines
from tallystick.conformance.explain.perp_views import perp_markets
from tallystick.conformance.runner import Limits
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.verdicts import Case
from tallystick.reference.types.choices import FundingSource, MarketKind, Profile
from tallystick.reference.types.commands import (
    AdvanceTime,
    Command,
    ListAsset,
    ListMarket,
    SetMark,
)
from tallystick.reference.types.perp_commands import SetFundingRate
from tallystick.reference.types.perp_events import FundingTicked
from tallystick.reference.types.units import (
    AssetId,
    Atoms,
    FundingIndex,
    FundingRate,
    Lots,
    MarketId,
    Milliseconds,
    Premium,
    Price,
    PrincipalId,
)
from tests.conformance.cli.calling import call
from tests.conformance.explain.perp_cases import moments, moments_of_campaign, perp_vectors

OPERATOR, MARKET = PrincipalId(0), MarketId(1)
TICK = 28_800_000


def story_of(name: str, market: MarketId) -> FundingStory:
    return explain_funding(name, find_perp_case(name), "reference", Limits(), market)


@cache
def vectors_with_ticks() -> tuple[tuple[str, MarketId], ...]:
    return tuple(
        dict.fromkeys(
            (name, event.market)
            for name in perp_vectors()
            for moment in moments(find_perp_case(name))
            for event in moment.outcome.events
            if isinstance(event, FundingTicked)
        )
    )


def published(*rates: int | None) -> Case:
    """A market with a mark of 1,000 whose ticks have these rates, as the operator says."""
    commands: list[Command] = [
        ListAsset(OPERATOR, Atoms(10), Atoms(5)),
        ListMarket(
            OPERATOR, AssetId(2), MarketKind.PERP, Price(5), Lots(2), FundingSource.PUBLISHED
        ),
        SetMark(OPERATOR, AssetId(2), Price(1_000)),
    ]
    for number, rate in enumerate(rates, start=1):
        if rate is not None:
            commands.append(SetFundingRate(OPERATOR, MARKET, FundingRate(rate)))
        commands.append(AdvanceTime(OPERATOR, Milliseconds(TICK * number)))
    return Case(Profile.PERP_1, load_preset("minimal", profile=Profile.PERP_1), tuple(commands), {})


def test_every_tick_of_every_vector_is_told_without_a_difference() -> None:
    seen: Counter[str] = Counter()
    assert len(vectors_with_ticks()) > 15
    for name, market in vectors_with_ticks():
        story = story_of(name, market)
        assert story.differences == ()
        assert max(map(len, funding_lines(story))) <= 100
        for tick in story.ticks:
            seen["step"] += tick.is_step_clamped
            seen["rate"] += tick.is_rate_clamped
            seen["many"] += tick.event.ticks > 1
            seen["empty"] += tick.window_lots == 0
            seen["negative"] += tick.window_premium < 0
            for one in tick.sums:
                assert evaluate(one.expression) == one.equals
    assert {what for what in ("step", "rate", "many", "empty", "negative") if not seen[what]} == (
        set()
    )


def test_every_tick_of_a_campaign_is_told_without_a_difference() -> None:
    told = 0
    for preset in ("minimal", "world"):
        for moment in moments_of_campaign(7, preset, 3):
            for market in perp_markets(moment.before):
                events = ticks_of(moment.outcome, market.market)
                for _tick, problem in told_ticks(moment.number, market, events):
                    assert problem == ""
                    told += 1
    assert told > 30


def test_a_rate_of_trades_is_told_with_its_window() -> None:
    text = call("explain", "funding", "prp-rate-from-one-trade").stdout
    assert "source book" in text
    assert "average premium" in text
    assert "max(-500, min(500, " in text
    assert "1 with trades" in text


def test_published_rates_are_told_and_added_up() -> None:
    story = explain_funding("x", published(None, 7, -7, -7), "reference", Limits(), None)
    assert story.differences == ()
    assert [tick.event.rate for tick in story.ticks] == [0, 7, -7, -7]
    assert (story.count, story.rate_sum) == (4, -7)
    # Of -7 * 1000 in all, the index has the floor and the remainder the rest.
    assert [one.equals for one in story.ticks[-1].sums] == [-7, -7000, -1, 9_993_000]
    lines = list(funding_lines(story))
    assert "rates         sum -7, average -1.750" in lines
    assert "lowest        -7 at 1970-01-02 00:00" in lines
    assert "highest       7 at 1970-01-01 16:00" in lines
    assert "in the end    rate -7, index -1, remainder 9993000" in lines
    assert lines[-1] == "accrued       shorts have paid longs 1 atoms a lot, settled or not"


def test_many_ticks_in_one_advance_are_told_together() -> None:
    case = published(30_000)
    later = AdvanceTime(OPERATOR, Milliseconds(TICK * 11))
    long = evolve(case, commands=(*case.commands, later))
    story = explain_funding("x", long, "reference", Limits(), None)
    assert story.differences == ()
    assert [tick.event.ticks for tick in story.ticks] == [1, 1, 1, 8]
    assert story.ticks[-1].sums[1].expression == "8 * 30000 * 1000 + 0"
    assert (story.count, story.rate_sum) == (11, 330_000)
    assert any(line.startswith("8 ticks alike, the last at ") for line in funding_lines(story))


def test_an_average_below_one_keeps_its_sign() -> None:
    story = explain_funding("x", published(-1, 0, 0, 0), "reference", Limits(), None)
    assert "rates         sum -1, average -0.250" in list(funding_lines(story))


def test_a_tick_that_is_not_by_the_rules_is_seen() -> None:
    (*_, last) = moments(published(7))
    (market,) = perp_markets(last.before)
    (event,) = ticks_of(last.outcome, MARKET)

    def problems(told: FundingTicked) -> list[str]:
        return [problem for _tick, problem in told_ticks(1, market, (told,))]

    assert problems(event) == [""]
    wrong = evolve(event, rate=FundingRate(8))
    assert problems(wrong) == ["rate: the event says 8, the rules give 7"]
    wrong = evolve(event, index=FundingIndex(1))
    assert problems(wrong) == ["index: the event says 1, the rules give 0"]


def test_a_difference_is_the_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(
        number: int, _market: object, events: tuple[FundingTicked, ...]
    ) -> list[tuple[TickStory, str]]:
        tick = TickStory(number, events[0], Lots(0), Premium(0), False, False, ())
        return [(tick, "rate: the event says 8, the rules give 7")]

    monkeypatch.setattr("tallystick.conformance.explain.funding_ticks.told_ticks", wrong)
    result = call("explain", "funding", "prp-published-rate-holds-from-the-next-tick")
    assert result.exit_code == 1
    assert "DIFFERENT command " in result.stdout


def test_funding_as_json() -> None:
    name = "prp-rate-from-one-trade"
    plain = json.loads(call("explain", "funding", name, "--json").stdout)
    assert (plain["format"], plain["source"]) == ("tallystick-explain/1", name)
    assert plain["funding_source"] == "book"
    assert plain["count"] == sum(tick["event"]["ticks"] for tick in plain["ticks"])
    assert plain["ticks"][0]["event"]["type"] == "funding_ticked"
    assert plain["differences"] == []


def test_a_market_has_to_be_chosen_among_several() -> None:
    case = published(1)
    second = (
        ListAsset(OPERATOR, Atoms(10), Atoms(5)),
        ListMarket(OPERATOR, AssetId(3), MarketKind.PERP, Price(5), Lots(2)),
    )
    two = evolve(case, commands=(*case.commands[:-1], *second, case.commands[-1]))
    with pytest.raises(ExplainError, match="several perpetual markets: choose --market of 1, 2"):
        explain_funding("x", two, "reference", Limits(), None)
    story = explain_funding("x", two, "reference", Limits(), MarketId(2))
    assert "    index              0: there is no mark" in list(funding_lines(story))
    assert "windows       0 with trades, 1 without" in list(funding_lines(story))


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ("06-perpetuals:1", "--market", "1"),
            "1 is no perpetual market of 06-perpetuals:1",
        ),
        (("06-perpetuals:1", "--market", "0"), "'--market'"),
        (("prp-none",), "'prp-none' is neither a file nor a vector"),
        (("06-perpetuals:1", "--target", "slow"), "unknown target 'slow'"),
    ],
)
def test_wrong_usage_is_refused(arguments: tuple[str, ...], text: str) -> None:
    result = call("explain", "funding", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert text in " ".join(result.stderr.split())


def test_a_case_without_ticks_or_markets_is_told() -> None:
    result = call("explain", "funding", "06-perpetuals:1")
    assert result.exit_code == 0
    assert "ticks         0" in result.stdout
    bare = evolve(published(), commands=published().commands[:1])
    with pytest.raises(ExplainError, match="x has no perpetual market"):
        explain_funding("x", bare, "reference", Limits(), None)
