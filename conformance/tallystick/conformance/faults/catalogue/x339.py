from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x339",
    clause="CMD-005",
    fault_class="precedence",
    seen="ours",
    does="A full list of markets is named before a kind that is taken.",
    changes=(
        Change(
            "operations.list_market",
            "(command.asset, command.kind) in taken",
            """
            (command.asset, command.kind) in taken and len(
                state.markets
            ) < state.parameters.max_markets
            """,
        ),
    ),
)
