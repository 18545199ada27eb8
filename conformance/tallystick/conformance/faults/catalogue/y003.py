from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y003",
    clause="LIQ-002",
    fault_class="who is open",
    seen="ours",
    does="Whether an account is sound is judged without its open orders.",
    changes=(
        Change(
            "soundness.is_sound",
            "is_negative = valuation_of(state, account).maintenance_atoms < 0",
            """
            holder = evolve(state.accounts[account], orders={})
            without = evolve(state, accounts={**state.accounts, account: holder})
            is_negative = valuation_of(without, account).maintenance_atoms < 0
            """,
        ),
        Change(
            "soundness",
            "from tallystick.reference.debts import debts_of, is_overdue_now",
            """
            from attrs import evolve
            from tallystick.reference.debts import debts_of, is_overdue_now
            """,
        ),
    ),
)
