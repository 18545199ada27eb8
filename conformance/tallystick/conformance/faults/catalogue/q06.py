from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q06",
    clause="LIQ-050",
    fault_class="strangers",
    seen="venues that share losses among all who have a balance",
    does="What an estate lacks is taken from accounts that have no contract with the target.",
    changes=(
        Change(
            "bankruptcy._estate_gathered",
            "estate = estate_of(paid.state, target, owing)",
            """
            estate = estate_of(paid.state, target, owing)
            lacking = sum(standing.claims.values()) - claim_of(*estate)
            for stranger in paid.state.accounts:
                if stranger in (target, *standing.claims, *standing.owing):
                    continue
                atoms = max(0, min(lacking, balance_of(paid.state, stranger, BASE_ASSET)))
                moved = move_atoms(paid.state, stranger, target, BASE_ASSET, atoms)
                paid, lacking = evolve(paid, state=moved), lacking - atoms
            estate = estate_of(paid.state, target, owing)
            """,
        ),
    ),
)
