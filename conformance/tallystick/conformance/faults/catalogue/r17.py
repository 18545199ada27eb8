from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r17",
    clause="MGN-023",
    fault_class="rounding",
    seen="aggregates that are kept by increments",
    does="A valuation is kept up by what each command changes, rounded, and drifts from the whole.",
    changes=(
        Change(
            "margin.checked",
            "valuation = valuation_of(applied.state, account)",
            "valuation = _by_increments(before, applied.state, account)",
        ),
        Change(
            "margin",
            "STATED_BOUND = 2**62",
            """
            STATED_BOUND = 2**62

            def _by_increments(before, after, account):
                margin = margin_parameters(after)
                found = []
                for scale in (margin.initial_scale_permille, margin.maintenance_scale_permille):
                    old, new = (
                        {
                            part.asset: (
                                min(piece_numerators(part, scale, margin.lent_haircut_permille)),
                                part.lot_atoms,
                            )
                            for part in exposures(state, account)
                        }
                        for state in (before, after)
                    )
                    total = 0
                    for asset in {**old, **new}:
                        lot_atoms = (old.get(asset) or new[asset])[1]
                        was, now = (each.get(asset, (0,))[0] for each in (old, new))
                        total += whole_atoms(was, lot_atoms) + whole_atoms(now - was, lot_atoms)
                    found.append(total)
                return Valuation(*found, exposures(after, account))
            """,
        ),
        Change(
            "margin",
            "from tallystick.reference.stress import HOLDING_UNITS",
            """
            from tallystick.reference.exposure import exposures
            from tallystick.reference.pricing import margin_parameters
            from tallystick.reference.stress import HOLDING_UNITS, whole_atoms
            """,
        ),
        Change(
            "margin",
            "from tallystick.reference.valuation import Valuation, valuation_of",
            """
            from tallystick.reference.valuation import Valuation, piece_numerators, valuation_of
            """,
        ),
    ),
)
