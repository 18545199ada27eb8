"""The trace blocks of the spec: what their lines mean, and what is said when they are wrong."""

from collections.abc import Callable

import pytest
from attrs import define, field

from tallystick.conformance.engine import Engine
from tallystick.conformance.spec_files import load_preset
from tallystick.conformance.trace_text import (
    Block,
    TraceTextError,
    blocks_of,
    example_venue,
    parse_trace,
    run_trace,
)
from tallystick.reference.types.choices import (
    MarketKind,
    OrderType,
    Profile,
    RemovalCause,
    SelfTrade,
    Side,
)
from tallystick.reference.types.commands import (
    AdvanceTime,
    AmendOrder,
    Batch,
    CancelAll,
    CancelOrder,
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
    PlaceOrder,
    ReplaceOrder,
    SetHalted,
    SetMark,
)
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import HaltedSet, OrderRemoved, TimeAdvanced
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Permille,
    Price,
    PrincipalId,
)

OWNER, ONE, MARKET = PrincipalId(11), AccountId(1), MarketId(1)
ORDER_7 = NewOrder(OrderId(7), MARKET, Side.SELL, Price(100), Lots(5))
ORDER_TEXT = "market=1 side=sell price=100 lots=5"

COMMANDS: dict[str, Command] = {
    f"place_order signer=11 account=1 order_id=7 {ORDER_TEXT}": PlaceOrder(OWNER, ONE, ORDER_7),
    f"place_order {ORDER_TEXT} order_id=7 account=1 signer=11 order_type=ioc self_trade=decrement "
    "expires_at=50 reduce_only=true": PlaceOrder(
        OWNER,
        ONE,
        NewOrder(
            OrderId(7),
            MARKET,
            Side.SELL,
            Price(100),
            Lots(5),
            order_type=OrderType.IOC,
            self_trade=SelfTrade.DECREMENT,
            expires_at=Milliseconds(50),
            reduce_only=True,
        ),
    ),
    f"place_order signer=11 account=1 order_id=7 {ORDER_TEXT} self_trade=null expires_at=null": (
        PlaceOrder(OWNER, ONE, ORDER_7)
    ),
    f"replace_order signer=11 account=1 order_id=3 new_order_id=7 {ORDER_TEXT}": ReplaceOrder(
        OWNER, ONE, OrderId(3), ORDER_7
    ),
    "amend_order signer=11 account=1 order_id=3 price=-5 open_lots=2": AmendOrder(
        OWNER, ONE, OrderId(3), Price(-5), Lots(2)
    ),
    "cancel_all signer=11 account=1": CancelAll(OWNER, ONE),
    "cancel_all signer=11 account=1 market=1": CancelAll(OWNER, ONE, MARKET),
    "set_halted signer=0 market=1 halted=true": SetHalted(PrincipalId(0), MARKET, halted=True),
    "open_account signer=11": OpenAccount(OWNER),
    "batch signer=11 account=1 commands=0": Batch(OWNER, ONE, ()),
    "batch signer=11 account=1 commands=2\n"
    "  cancel_order signer=11 account=1 order_id=3\n"
    "  cancel_all signer=11 account=1": Batch(
        OWNER, ONE, (CancelOrder(OWNER, ONE, OrderId(3)), CancelAll(OWNER, ONE))
    ),
}

ADVANCE = "advance_time signer=0 now=5"
PLACE = "place_order signer=11 account=1"
MALFORMED: dict[str, str] = {
    "fly signer=0": "line 3: 'fly', expected one of add_delegate,",
    "advance_time signer=0": "line 3: advance_time needs the field now",
    f"{ADVANCE} color=red": "line 3: advance_time has no field color",
    f"{ADVANCE} now=6": "line 3: field now is given twice",
    "advance_time signer=0 now": "line 3: 'now', expected key=value",
    "advance_time signer=0 now=soon": "line 3: now=soon, expected a whole number",
    "advance_time signer=0 now=5.0": "line 3: now=5.0, expected a whole number",
    "set_halted signer=0 market=1 halted=1": "line 3: halted=1, expected true or false",
    f"{PLACE} order_id=7 market=1 side=up price=1 lots=1": "line 3: side=up, expected one of buy,",
    f"{PLACE} new_order_id=7 {ORDER_TEXT}": "line 3: place_order needs the field order_id",
    f"replace_order signer=11 account=1 order_id=3 {ORDER_TEXT}": (
        "line 3: replace_order needs the field new_order_id"
    ),
    "  advance_time signer=0 now=5": "line 3: an indented command outside of a batch",
    "=> nothing": "line 3: an expectation without a command above it",
    f"{ADVANCE}\n=>": "line 4: an empty expectation",
    f"{ADVANCE}\n=> nothing now=5": "line 4: nothing has no field now",
    f"{ADVANCE}\n=> nothing\n=> time_advanced": "line 4: 'nothing' stands alone",
    f"{ADVANCE}\n=> time_advanced\n=> rejected reason=time_reversed": (
        "line 5: 'rejected' stands alone"
    ),
    f"{ADVANCE}\n=> rejected": "line 4: rejected needs the field reason",
    f"{ADVANCE}\n=> rejected reason=late": "line 4: reason=late, expected one of out_of_range,",
    f"{ADVANCE}\n=> advanced now=5": "line 4: 'advanced', expected one of account_opened,",
    f"{ADVANCE}\n=> time_advanced time=5": "line 4: time_advanced has no field time",
    "batch signer=11 account=1 commands=1": "line 3: commands=1, expected as many indented lines",
    "batch signer=11 account=1 commands=1\ncancel_all signer=11 account=1": (
        "line 3: commands=1, expected as many indented lines"
    ),
    "batch signer=11 account=1 commands=1\n  open_account signer=11": (
        "line 4: 'open_account', expected one of amend_order,"
    ),
    "batch signer=11 account=1 commands=0\n  cancel_all signer=11 account=1": (
        "line 4: an indented command outside of a batch"
    ),
}


@pytest.mark.parametrize("text", COMMANDS)
def test_a_line_is_the_command_that_it_names(text: str) -> None:
    trace = parse_trace(text, Profile.MATCH_1)
    assert [step.command for step in trace.steps] == [COMMANDS[text]]


@pytest.mark.parametrize("text", MALFORMED)
def test_a_malformed_line_is_refused_with_its_number_and_what_was_expected(text: str) -> None:
    with pytest.raises(TraceTextError) as raised:
        parse_trace(text, Profile.MATCH_1, first_line=3)
    assert str(raised.value).startswith(MALFORMED[text])


NOTHING_HAPPENED = Accepted((), Count(0))


@define
class ScriptedEngine:
    """Answers every command of the example venue alike, then answers what it was told to."""

    answers: list[Outcome]
    set_up: Outcome
    applied: list[Command] = field(factory=list)

    def apply(self, command: Command) -> Outcome:
        """Keep the command, and give the next answer."""
        self.applied.append(command)
        if len(self.applied) <= len(example_venue(Profile.MATCH_1)):
            return self.set_up
        return self.answers.pop(0)

    def dump(self) -> StateDump:
        """Not asked for by a trace."""
        raise AssertionError

    def root(self) -> str:
        """Not asked for by a trace."""
        raise AssertionError


def opener(
    *answers: Outcome, set_up: Outcome = NOTHING_HAPPENED
) -> Callable[[Profile, Parameters], Engine]:
    def open_scripted(profile: Profile, parameters: Parameters) -> Engine:
        assert profile is Profile.MATCH_1
        assert parameters == load_preset("minimal")
        return ScriptedEngine(list(answers), set_up)

    return open_scripted


TIME_5 = TimeAdvanced(Milliseconds(5))
HALTED = HaltedSet(MARKET, halted=True)
REMOVED = OrderRemoved(ONE, OrderId(3), Lots(2), RemovalCause.CANCELLED)
DENIED = Rejected(Reason.NOT_AUTHORIZED, Count(2))

ANSWERS: list[tuple[str, Outcome, str | None]] = [
    ("", Accepted((TIME_5,), Count(0)), None),
    ("", DENIED, "rejected not_authorized at index 2, expected accepted"),
    ("=> nothing", Accepted((), Count(3)), None),
    ("=> nothing", DENIED, "rejected not_authorized at index 2, expected accepted"),
    ("=> nothing", Accepted((TIME_5,), Count(0)), "1 events (time_advanced), expected 0"),
    ("=> time_advanced", Accepted((TIME_5,), Count(0)), None),
    ("=> time_advanced now=5", Accepted((TIME_5,), Count(0)), None),
    ("=> time_advanced now=5", Accepted((), Count(0)), "0 events (none), expected 1"),
    (
        "=> time_advanced now=6",
        Accepted((TIME_5,), Count(0)),
        "event 1: time_advanced with now=5, expected 6",
    ),
    (
        "=> time_advanced now=5",
        Accepted((TIME_5, HALTED), Count(0)),
        "2 events (time_advanced, halted_set), expected 1",
    ),
    (
        "=> halted_set\n=> time_advanced",
        Accepted((TIME_5, HALTED), Count(0)),
        "event 1: time_advanced, expected halted_set",
    ),
    (
        "=> halted_set halted=false",
        Accepted((HALTED,), Count(0)),
        "event 1: halted_set with halted=true, expected false",
    ),
    ("=> order_removed cause=cancelled lots=2", Accepted((REMOVED,), Count(0)), None),
    (
        "=> order_removed cause=expired",
        Accepted((REMOVED,), Count(0)),
        "event 1: order_removed with cause=cancelled, expected expired",
    ),
    ("=> rejected reason=not_authorized", DENIED, None),
    ("=> rejected reason=not_authorized index=2", DENIED, None),
    (
        "=> rejected reason=not_authorized index=0",
        DENIED,
        "rejected at index 2, expected 0",
    ),
    (
        "=> rejected reason=time_reversed index=2",
        DENIED,
        "rejected not_authorized, expected time_reversed",
    ),
    (
        "=> rejected reason=time_reversed",
        Accepted((), Count(0)),
        "accepted, expected rejected time_reversed",
    ),
]


@pytest.mark.parametrize(("wanted", "answer", "problem"), ANSWERS)
def test_an_answer_is_compared_with_what_the_trace_names(
    wanted: str, answer: Outcome, problem: str | None
) -> None:
    trace = parse_trace(f"{ADVANCE}\n{wanted}", Profile.MATCH_1, first_line=8)
    expected = None if problem is None else f"line 8: advance_time answered {problem}"
    assert run_trace(trace, opener(answer)) == expected


def test_every_step_is_compared() -> None:
    trace = parse_trace(f"{ADVANCE}\n\n{ADVANCE}\n=> nothing\n", Profile.MATCH_1)
    assert run_trace(trace, opener(Accepted((), Count(0)), DENIED)) == (
        "line 3: advance_time answered rejected not_authorized at index 2, expected accepted"
    )


def test_the_example_venue_is_that_of_chapter_00() -> None:
    operator, three = PrincipalId(0), (11, 12, 13)
    listing: list[Command] = [
        ListAsset(operator, Atoms(10), Atoms(5)),
        ListMarket(operator, AssetId(2), MarketKind.SPOT, Price(5), Lots(2)),
        *(OpenAccount(PrincipalId(owner)) for owner in three),
    ]
    deposits = [
        Deposit(PrincipalId(owner), AccountId(owner - 10), AssetId(asset), Atoms(atoms))
        for owner in three
        for asset, atoms in ((1, 1_000), (2, 500))
    ]
    assert example_venue(Profile.MATCH_1) == tuple(listing)
    assert example_venue(Profile.SPOT_1) == (*listing, *deposits)
    lending = ListMarket(operator, AssetId(2), MarketKind.LEND, Price(5), Lots(2))
    assert example_venue(Profile.LEND_1) == (*listing, lending, *deposits)
    perp = ListMarket(operator, AssetId(2), MarketKind.PERP, Price(5), Lots(2))
    assert example_venue(Profile.PERP_1) == (*listing, perp, *deposits)
    mark = SetMark(operator, AssetId(2), Price(100))
    risk = SetRisk(operator, AssetId(2), Permille(100), Permille(30), Permille(20))
    wanted = (*listing, lending, perp, mark, risk, *deposits)
    assert example_venue(Profile.MARGIN_1) == wanted
    assert parse_trace(ADVANCE, Profile.SPOT_1).steps[0].command == AdvanceTime(
        operator, Milliseconds(5)
    )


def test_a_venue_that_cannot_be_set_up_is_said_so() -> None:
    trace = parse_trace(ADVANCE, Profile.MATCH_1)
    assert run_trace(trace, opener(set_up=DENIED)) == (
        "the example venue: list_asset was rejected not_authorized"
    )


def test_fenced_blocks_are_found_with_their_lines() -> None:
    chapter = "# Title\n\n```example\n1 == 1\n2 == 2\n```\ntext\n```trace match/1\n```\n"
    assert blocks_of(chapter) == (
        Block("example", 4, "1 == 1\n2 == 2"),
        Block("trace match/1", 9, ""),
    )
    with pytest.raises(TraceTextError, match="line 8: the block never ends"):
        blocks_of(chapter.removesuffix("```\n"))
