from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y289",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="The treasury gets its share before others, in full.",
    changes=(
        Change(
            "bankruptcy._shares_of",
            "return {creditor: atoms for creditor, atoms in shares if atoms > 0}",
            """
            found = {creditor: atoms for creditor, atoms in shares if atoms > 0}
            if TREASURY in close_out.claims:
                first = min(shared, close_out.claims[TREASURY])
                others = {
                    key: claim for key, claim in close_out.claims.items() if key != TREASURY
                }
                rest = in_proportion(shared - first, tuple(others.values())) if others else ()
                found = {TREASURY: first, **dict(zip(others, rest, strict=True))}
            return found
            """,
        ),
    ),
)
