from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x701",
    clause="CNF-100",
    fault_class="input",
    seen="ours",
    does="A carriage return before the line feed is passed over.",
    changes=(
        Change(
            "frames._parsed",
            r"""
            if b"\r" in line:
                raise WireError("", "a carriage return", "a line feed alone at the end of the line")
            """,
            "",
        ),
    ),
)
