from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y159",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="The value of the target is stated before its reward is taken.",
    changes=(
        Change(
            "liquidation.liquidate",
            "return with_reward(applied, command.account, command.target)",
            """
            rewarded = with_reward(applied, command.account, command.target)
            own = rewarded.events[len(applied.events) :]
            valuation = valuation_of(applied.state, command.target)
            return with_value_stated(
                evolve(rewarded, events=(*applied.events, *own)), command.target, valuation
            )
            """,
        ),
        Change(
            "liquidation",
            "from tallystick.reference.legs import position_of",
            """
            from tallystick.reference.legs import position_of
            from tallystick.reference.margin import with_value_stated
            """,
        ),
        Change(
            "engine._finished",
            """
            if isinstance(command, Liquidate):
                valuation = valuation_of(applied.state, command.target)
                applied = with_value_stated(applied, command.target, valuation)
            """,
            """
            if (
                isinstance(command, Liquidate)
                and type(applied.events[-1]).__name__ != "AccountValued"
            ):
                valuation = valuation_of(applied.state, command.target)
                applied = with_value_stated(applied, command.target, valuation)
            """,
        ),
    ),
)
