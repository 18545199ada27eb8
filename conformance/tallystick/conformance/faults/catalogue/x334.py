from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x334",
    clause="CMD-046",
    fault_class="precedence",
    seen="ours",
    does="The ranges of inner commands are judged with the batch, which gets index 0.",
    changes=(
        Change(
            "engine._violation",
            "is_out_of_range(command)",
            """
            is_out_of_range(command) or (
                isinstance(command, Batch)
                and any(is_out_of_range(inner) for inner in command.commands)
            )
            """,
        ),
    ),
)
