from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p03",
    clause="PRP-017",
    fault_class="funding",
    seen="ledgers that count funding on the size at the last touch",
    does="What a leg accrues after it lost lots is counted on the lots it had before.",
    changes=(
        Change(
            "legs._worth_nothing",
            "lots * funding_of(market).index",
            "leg.lots * funding_of(market).index",
        ),
    ),
)
