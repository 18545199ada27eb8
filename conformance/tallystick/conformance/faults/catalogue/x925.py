from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x925",
    clause="PRP-019",
    fault_class="funding rate",
    seen="ours",
    does="Trades are counted in a market whose rate is published.",
    changes=(
        Change(
            "funding.with_sample",
            "funding.source is not FundingSource.BOOK or bid is None or offer is None",
            "bid is None or offer is None",
        ),
    ),
)
