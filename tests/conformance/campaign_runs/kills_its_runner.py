"""Kills the process that runs it with the signal it is told, once; then it is the reference."""

import os
import sys
from pathlib import Path

from tallystick.conformance.cli import app

if __name__ == "__main__":
    done, number = Path(sys.argv[1]), int(sys.argv[2])
    if not done.exists():
        done.touch()
        os.kill(os.getppid(), number)
    app(["serve", "reference"])
