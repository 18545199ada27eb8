"""A number of 64 bits: it refuses what compiled code would do wrongly and say nothing."""


class Word(int):
    """A number that refuses to leave 64 signed bits, as no number of the kernel may (NUM-011)."""

    def __new__(cls, number: int) -> "Word":
        if not -(2**63) <= number < 2**63:
            raise OverflowError(number)
        return super().__new__(cls, number)

    def __add__(self, other: int) -> "Word":
        return Word(int(self) + other)

    def __radd__(self, other: int) -> "Word":
        return Word(other + int(self))

    def __sub__(self, other: int) -> "Word":
        return Word(int(self) - other)

    def __rsub__(self, other: int) -> "Word":
        return Word(other - int(self))

    def __mul__(self, other: int) -> "Word":
        return Word(int(self) * other)

    def __rmul__(self, other: int) -> "Word":
        return Word(other * int(self))

    def __floordiv__(self, other: int) -> "Word":
        return Word(int(self) // other)

    def __rfloordiv__(self, other: int) -> "Word":
        return Word(other // int(self))

    def __neg__(self) -> "Word":
        return Word(-int(self))
