from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x928",
    clause="PRP-021",
    fault_class="funding rate",
    seen="ours",
    does="A published rate holds at once.",
    changes=(
        Change(
            "funding.set_funding_rate",
            "evolve(funding, published_rate=command.rate)",
            "evolve(funding, published_rate=command.rate, rate=command.rate)",
        ),
    ),
)
