from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x201",
    clause="STA-001",
    fault_class="bounds",
    seen="configuration that is clamped without a word",
    does="A venue is opened with max_orders cut down to 16 bits.",
    changes=(
        Change(
            "state.open_venue",
            """
            if problem is not None:
                raise ValueError(problem)
            """,
            """
            if problem is not None:
                raise ValueError(problem)
            parameters = evolve(parameters, max_orders=min(parameters.max_orders, 65535))
            """,
        ),
    ),
)
