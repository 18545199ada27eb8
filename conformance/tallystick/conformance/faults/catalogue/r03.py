from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r03",
    clause="MGN-021",
    fault_class="stress",
    seen="margin systems that add up requirements by instrument",
    does="Spot and perpetual futures are stressed each by itself, so that a hedge is not seen.",
    changes=(
        Change(
            "valuation._value_at",
            "least = min(piece_numerators(part, scale, haircut))",
            """
            spot = evolve(part, position_lots=0, result_atoms=Atoms(0))
            least = min(piece_numerators(spot, scale, haircut))
            perp = evolve(part, holding_numerator=0, orders=())
            least += min(piece_numerators(perp, scale, haircut))
            """,
        ),
        Change(
            "valuation",
            "from attrs import frozen",
            "from attrs import evolve, frozen",
        ),
    ),
)
