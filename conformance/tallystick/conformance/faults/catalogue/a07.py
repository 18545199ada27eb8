from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="a07",
    clause="NUM-010",
    fault_class="bounds",
    seen="ledgers that read a number into 64 bits before they check it",
    does="Numbers are taken modulo 2^64, then checked: a deposit of 2^64 + 1 atoms is one of 1.",
    changes=(
        Change(
            "ranges.is_out_of_range",
            "low <= number <= high",
            "low <= number % 2**64 <= high",
        ),
        Change(
            "accounts.deposit",
            "supply = state.assets[command.asset].supply_atoms",
            """
            command = evolve(command, atoms=command.atoms % 2**64)
            supply = state.assets[command.asset].supply_atoms
            """,
        ),
    ),
)
