from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r12",
    clause="MGN-031",
    fault_class="batch",
    seen="batches that are loops of single commands",
    does="A batch is judged after each of its commands.",
    changes=(
        Change(
            "engine._step_batch",
            "so_far = followed_by(so_far, verdict)",
            """
            so_far = followed_by(so_far, verdict)
            if check is not None and valuation_of(so_far.state, batch.account).initial_atoms < 0:
                return before, Rejected(Reason.INSUFFICIENT_MARGIN, Count(index))
            """,
        ),
        Change(
            "engine",
            "from tallystick.reference.pricing import has_margin",
            """
            from tallystick.reference.pricing import has_margin
            from tallystick.reference.valuation import valuation_of
            """,
        ),
    ),
)
