"""Takes the third frame for its last, and does something else than to refuse what follows."""

import os
import signal
import sys
import time

from tests.conformance.protocol.hostile.toy import Toy


class Hostile(Toy):
    def run(self) -> None:
        for _ in range(3):
            self.answer_next()
        line = sys.stdin.buffer.readline()
        match os.environ["ODDITY"]:
            case "ignores":
                while line:
                    line = sys.stdin.buffer.readline()
            case "complains":
                self.write(b'{"frame":"error","number":4}\n')
                sys.exit(2)
            case "fails":
                raise ValueError("what is this")
            case "dies":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "hangs":
                time.sleep(60)


if __name__ == "__main__":
    Hostile().run()
