from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y202",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="The atoms of a lot of the two assets are not told apart.",
    changes=(
        Change(
            "closing.is_worth_too_little",
            """
            worth_given = given * taken_lot_atoms
            worth_taken = taken * given_lot_atoms
            """,
            """
            worth_given = given
            worth_taken = taken
            """,
        ),
    ),
)
