"""Numbers that Hypothesis draws, and that become commands in whatever state there is."""

from collections.abc import Sequence

from attrs import frozen
from hypothesis import strategies as st

NUMBER = st.integers(0, 999)


@frozen
class Move:
    """A kind of command, whose it is of accounts 1 to 3, and numbers for its fields."""

    kind: str
    account: int
    numbers: tuple[int, ...]


def moves_of(kinds: Sequence[str]) -> st.SearchStrategy[list[Move]]:
    """Up to 60 moves of these kinds, of which one may be named more often."""
    one = st.builds(
        Move,
        kind=st.sampled_from(kinds),
        account=st.integers(1, 3),
        numbers=st.tuples(NUMBER, NUMBER, NUMBER, NUMBER),
    )
    return st.lists(one, max_size=60)
