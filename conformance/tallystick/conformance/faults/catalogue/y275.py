from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y275",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="Of each part of an estate above the claims the creditors get the same fraction.",
    changes=(
        Change(
            "bankruptcy._shared",
            "shares = _shares_of(close_out, part, at_mark(so_far.state, asset, 1), missing)",
            """
            total = sum(close_out.claims.values())
            fraction = min(
                part, part * total * close_out.estate.denominator // close_out.estate.numerator
            )
            shares = _shares_of(close_out, fraction, at_mark(so_far.state, asset, 1), missing)
            """,
        ),
    ),
)
