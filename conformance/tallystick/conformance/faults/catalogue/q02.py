from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q02",
    clause="LIQ-020",
    fault_class="progress",
    seen="engines that undo by hand what did not work out",
    does="A liquidation that is rejected for want of progress leaves what its steps did.",
    changes=(
        Change(
            "engine.step",
            "return state, Rejected(verdict, Count(0))",
            """
            if verdict is Reason.NO_PROGRESS and isinstance(command, Liquidate):
                winding = liquidation.Winding(Applied(state, ()), command.target, command.work)
                state = liquidation._stepped(winding).applied.state
            return state, Rejected(verdict, Count(0))
            """,
        ),
    ),
)
