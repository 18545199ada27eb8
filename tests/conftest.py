"""Where test helpers are found, and how hard Hypothesis tries."""

import os
import signal
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

# Helpers are imported as tests.<folder>.<module>; importlib mode puts no folder on the path.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

# A shell starts its background jobs deaf to Ctrl-C, and their children inherit that: the processes
# that tests interrupt would go on for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A machine draws much in one step, and slow steps on a busy computer are no finding.
COMMON = settings(
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("dev", COMMON, max_examples=50, stateful_step_count=30)
settings.register_profile(
    "ci", COMMON, max_examples=300, stateful_step_count=50, derandomize=True, database=None
)
settings.register_profile("nightly", COMMON, max_examples=5_000, stateful_step_count=100)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
