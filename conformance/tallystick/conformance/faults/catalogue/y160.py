from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y160",
    clause="LIQ-020",
    fault_class="reward",
    seen="ours",
    does="The caller pays his debts before the reward is reckoned.",
    changes=(
        Change(
            "liquidation.liquidate",
            "return with_reward(applied, command.account, command.target)",
            """
            return with_reward(
                pay_own_debts(applied, command.account), command.account, command.target
            )
            """,
        ),
        Change(
            "liquidation",
            "from tallystick.reference.legs import position_of",
            """
            from tallystick.reference.legs import position_of
            from tallystick.reference.settlement import pay_own_debts
            """,
        ),
    ),
)
