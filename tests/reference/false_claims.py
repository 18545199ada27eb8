"""Claims that a working checker of contracts must refute, or must not confirm.

Each is a mistake that is easily made about the functions of the reference. They are never called.
"""


def slicing_a_fee_costs_nothing(rate: int, first: int, second: int) -> int:
    """Refuted: without a credit two trades may pay an atom more than one."""
    assert 0 < rate <= 50_000
    assert first > 0
    assert second > 0
    fee = -(-rate * (first + second) // 100_000)
    assert fee == -(-rate * first // 100_000) + -(-rate * second // 100_000)
    return fee


def keeping_too_little(balance: int, reserved: int, multiple: int) -> int:
    """Refuted: what is kept is rounded down, and then does not carry the reservation."""
    assert 10 <= multiple <= 40
    assert 0 <= reserved * 10 <= balance * multiple
    free = balance - reserved * 10 // multiple
    assert (balance - free) * multiple >= reserved * 10
    return free


def only_one_order_is_cut(maker_capacity: int, taker_capacity: int, wanted: int) -> int:
    """Refuted: if both can deliver the same and want more, both are cut."""
    assert 1 <= maker_capacity < wanted
    assert 1 <= taker_capacity < wanted
    lots = min(maker_capacity, taker_capacity)
    assert (lots == maker_capacity) != (lots == taker_capacity)
    return lots


def products_fit_into_64_bits(rate: int, atoms: int) -> int:
    """Refuted: by a rate and an amount that are both in range."""
    assert 0 <= rate <= 50_000
    assert 0 <= atoms <= 2**56
    owed = rate * atoms
    assert owed < 2**63
    return owed


def every_number_comes_down_to_1(number: int) -> int:
    """Not to be confirmed: nobody knows."""
    assert number > 0
    steps = 0
    while number != 1:
        number = number // 2 if number % 2 == 0 else 3 * number + 1
        steps += 1
    assert steps >= 0
    return steps
