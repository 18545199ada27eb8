from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r08",
    clause="MGN-025",
    fault_class="open orders",
    seen="margin engines with one flag for all orders",
    does="Either all orders of an account are taken to be filled, or none.",
    changes=(
        Change(
            "stress.spot_buy_term",
            "min(0, gain)",
            "gain",
        ),
        Change(
            "stress.sell_term",
            "min(0, gain)",
            "gain",
        ),
        Change(
            "stress.perp_buy_term",
            "min(0, gain)",
            "gain",
        ),
        Change(
            "valuation._value_at",
            "least = min(piece_numerators(part, scale, haircut))",
            """
            bare = evolve(part, orders=())
            least = min(min(piece_numerators(each, scale, haircut)) for each in (part, bare))
            """,
        ),
        Change(
            "valuation",
            "from attrs import frozen",
            "from attrs import evolve, frozen",
        ),
    ),
)
