from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x972",
    clause="MGN-012",
    fault_class="risk values",
    seen="ours",
    does="That a hedge can be closed inside the band is not asked.",
    changes=(
        Change(
            "risk.is_closable",
            """
            closable = (
                band <= (risk + slippage) * scale
                and band <= (risk + perp_slippage) * scale
                and 2 * band <= (slippage + perp_slippage) * scale
            )
            """,
            "closable = band <= (risk + min(slippage, perp_slippage)) * scale",
        ),
    ),
)
