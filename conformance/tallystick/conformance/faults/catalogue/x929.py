from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x929",
    clause="PRP-021",
    fault_class="funding rate",
    seen="ours",
    does="The operator can set the rate of a market that makes its own.",
    changes=(
        Change(
            "funding.set_funding_rate",
            "funding.source is not FundingSource.PUBLISHED",
            "False",
        ),
    ),
)
