"""INV-010: renaming principals or order ids renames outcomes and dumps, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.conformance.targets import open_engine
from tallystick.reference.types.choices import OrderType, Profile, SelfTrade, Side
from tallystick.reference.types.commands import NewOrder, PlaceOrder
from tallystick.reference.types.events import DelegateAdded, OrdersDecremented, Traded
from tallystick.reference.types.units import (
    AccountId,
    Lots,
    MarketId,
    OrderId,
    Price,
    PrincipalId,
)
from tests.engine_targets import targets_to_test
from tests.stateful.renaming import Renaming
from tests.stateful.scenes import PROFILES
from tests.stateful.streams import stream_of

MOVES = 60
SEEDS = st.integers(0, 2**32 - 1)
# Small enough that no renamed id of a stream leaves its range (NUM-010).
FACTORS = st.integers(1, 2**20)
SHIFTS = st.integers(0, 2**20)


@st.composite
def renamings(draw: st.DrawFn) -> Renaming:
    """Affine maps of positive numbers: one of principals, one of the order ids of each account."""
    principal_factor, principal_shift = draw(FACTORS), draw(SHIFTS)
    factors = draw(st.lists(st.tuples(FACTORS, SHIFTS), min_size=3, max_size=3))

    def principal(number: int) -> int:
        return principal_factor * number + principal_shift if number > 0 else number

    def order_id(account: AccountId, number: int) -> int:
        factor, shift = factors[account % len(factors)]
        return factor * number + shift if number > 0 else number

    return Renaming(principal, order_id)


@pytest.mark.parametrize("target", targets_to_test())
@pytest.mark.parametrize("profile", PROFILES)
def test_renamed_commands_have_renamed_answers(profile: Profile, target: str) -> None:
    @settings(max_examples=max(20, settings().max_examples // 5))
    @given(seed=SEEDS, renaming=renamings())
    def answers_are_renamed(seed: int, renaming: Renaming) -> None:
        stream = stream_of(profile, seed, MOVES, extremes=False)
        plain = open_engine(target, profile, stream.parameters)
        renamed = open_engine(target, profile, stream.parameters)
        for command in stream.commands:
            assert renamed.apply(renaming.of(command)) == renaming.of(plain.apply(command))
        assert renamed.dump() == renaming.of(plain.dump())

    answers_are_renamed()


def test_every_name_is_renamed_and_nothing_else() -> None:
    renaming = Renaming(lambda principal: principal + 100, lambda account, n: 1000 * account + n)
    three, four, market = AccountId(3), AccountId(4), MarketId(1)
    order = NewOrder(
        OrderId(7), market, Side.BUY, Price(11), Lots(12), OrderType.IOC, SelfTrade.REJECT
    )
    place = PlaceOrder(PrincipalId(11), three, order)
    trade = Traded(market, three, OrderId(7), four, OrderId(8), Side.BUY, Price(3), Lots(4))
    assert renaming.of(place) == PlaceOrder(
        PrincipalId(111),
        three,
        NewOrder(
            OrderId(3007), market, Side.BUY, Price(11), Lots(12), OrderType.IOC, SelfTrade.REJECT
        ),
    )
    assert renaming.of(trade) == Traded(
        market, three, OrderId(3007), four, OrderId(4008), Side.BUY, Price(3), Lots(4)
    )
    assert renaming.of(DelegateAdded(three, PrincipalId(3))) == DelegateAdded(
        three, PrincipalId(103)
    )
    decremented = OrdersDecremented(three, OrderId(1), OrderId(2), Lots(3))
    assert renaming.of(decremented) == OrdersDecremented(
        three, OrderId(3001), OrderId(3002), Lots(3)
    )
