"""How a walk, or a step of it, ends (MAT-022 to MAT-029).

Below REJECTED it is the cause for which the open lots of the taker cease; from there on, a reason
for which the command is rejected.
"""

from typing import Final

WALK_ENDED: Final = 0
WALK_ON: Final = -1
REJECTED: Final = 100
