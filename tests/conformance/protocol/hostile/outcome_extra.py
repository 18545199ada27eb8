"""Says the last outcome twice."""

from typing import Any

from tests.conformance.protocol.hostile.toy import Triggered


class Hostile(Triggered):
    def apply(self, frame: Any) -> Any:
        outcomes = super().apply(frame)["outcomes"]
        if any(command["signer"] == "13" for command in frame["commands"]):
            outcomes.append(outcomes[-1])
        return {"frame": "outcomes", "outcomes": outcomes}


if __name__ == "__main__":
    Hostile().run()
