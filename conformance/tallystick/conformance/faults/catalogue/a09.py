from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="a09",
    clause="CNF-114",
    fault_class="grouping",
    seen="venues that sort a block by kind and let its cancels go first",
    does="The cancels of a frame are executed before its other commands.",
    changes=(
        Change(
            "serve.Server._apply",
            """
            return frames.Outcomes(
                request.number, [outcome_object(engine.apply(command)) for command in commands]
            )
            """,
            """
            places = range(len(commands))
            is_later = lambda place: not request.commands[place]["type"].startswith("cancel")
            answers = {
                place: outcome_object(engine.apply(commands[place]))
                for place in sorted(places, key=is_later)
            }
            return frames.Outcomes(request.number, [answers[place] for place in places])
            """,
        ),
    ),
)
