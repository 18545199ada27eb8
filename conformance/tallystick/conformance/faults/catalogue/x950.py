from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x950",
    clause="PRP-039",
    fault_class="batch",
    seen="ours",
    does="An account pays its debts after every command of a batch.",
    changes=(
        Change(
            "engine._step_batch",
            "so_far = followed_by(so_far, verdict)",
            "so_far = followed_by(so_far, pay_own_debts(verdict, batch.account))",
        ),
    ),
)
