from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m25",
    clause="MAT-026",
    fault_class="self-trade",
    seen="self-trade rules written for takers that have not traded yet",
    does="A taker cancelled after it has traded rests with what is left, crossed.",
    changes=(
        Change(
            "walk._meet_makers",
            "return progress, RemovalCause.SELF_TRADE",
            "return progress, None if progress.traded_lots else RemovalCause.SELF_TRADE",
        ),
    ),
)
