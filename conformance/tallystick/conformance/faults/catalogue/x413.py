from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x413",
    clause="MAT-024",
    fault_class="self-trade",
    seen="ours",
    does="An expired maker of the own account is a matter of the self-trade rule.",
    changes=(
        Change(
            "walk._meet_makers",
            "not is_live(maker.expires_at, progress.state.now)",
            "maker.account != taker.account and not is_live(maker.expires_at, progress.state.now)",
        ),
    ),
)
