from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r04",
    clause="MGN-024",
    fault_class="stress",
    seen="scenario matrices of one market move",
    does="All assets rise or fall together: the least is taken over the sums of all assets.",
    changes=(
        Change(
            "valuation._value_at",
            """
            for part in parts:
                least = min(piece_numerators(part, scale, haircut))
                total += whole_atoms(least, part.lot_atoms)
            return Atoms(total)
            """,
            """
            pieces = [
                [
                    whole_atoms(each, part.lot_atoms)
                    for each in piece_numerators(part, scale, haircut)
                ]
                for part in parts
            ]
            return Atoms(min(map(sum, zip(*pieces, strict=True))))
            """,
        ),
    ),
)
