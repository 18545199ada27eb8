"""Has a name that a terminal, a page or a log would act on."""

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    name = "\x1b]0;owned\x07<img src=x onerror=alert(1)>[red]\u202e" + "long" * 100_000


if __name__ == "__main__":
    Hostile().run()
