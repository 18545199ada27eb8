from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q16",
    clause="LIQ-021",
    fault_class="reward",
    seen="keepers who are paid first",
    does="A reward is taken before the target's debts and loans of base are repaid.",
    changes=(
        Change(
            "liquidation.liquidate",
            "wound_up = wind_up(state, command.target, command.work)",
            """
            _CALLER[:] = [command.account]
            wound_up = wind_up(state, command.target, command.work)
            """,
        ),
        Change(
            "liquidation.liquidate",
            """
            if is_beyond and is_sound(applied.state, command.target):
                return with_reward(applied, command.account, command.target)
            """,
            "pass",
        ),
        Change(
            "liquidation._stepped",
            "(recall, repay_assets, _sold, repay_base)",
            "(recall, repay_assets, _sold, _rewarded, repay_base)",
        ),
        Change(
            "liquidation",
            """
            from tallystick.reference.winding import (
                Winding,
                ended,
                walked,
                walked_without_debts,
            )
            """,
            """
            from tallystick.reference.winding import (
                Winding,
                ended,
                walked,
                walked_without_debts,
            )

            _CALLER = []


            def _rewarded(winding):
                if not is_sound(winding.state, winding.target):
                    return winding
                return evolve(
                    winding, applied=with_reward(winding.applied, _CALLER[0], winding.target)
                )
            """,
        ),
    ),
)
