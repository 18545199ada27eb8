from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="a06",
    clause="CNF-101",
    fault_class="input",
    seen="parsers that drop what they do not know, so that a misspelt limit is no limit",
    does="A command with an unknown field is executed, and one of an unknown type does nothing.",
    changes=(
        Change(
            "wire._members_reader.read",
            """
            if not members.keys() <= readers.keys():
                extra = next(name for name in members if name not in readers)
                raise WireError(path, f"the key {shown(extra)}", expected)
            """,
            "members = {name: part for name, part in members.items() if name in readers}",
        ),
        Change(
            "wire._tagged_reader.read",
            'raise WireError(f"{path}/type", shown(tag), expected)',
            "return None",
        ),
        Change(
            "serve.Server._apply",
            "self._commands += commands",
            "self._commands += filter(None, commands)",
        ),
        Change(
            "serve.Server._apply",
            "outcome_object(engine.apply(command))",
            """
            outcome_object(engine.apply(command)) if command is not None else {
                "events": [], "touched_orders": 0, "type": "accepted"
            }
            """,
        ),
    ),
)
