"""Decimal numbers of recorded files as whole numbers of 1/100,000,000: exact, or refused."""

import re

from tallystick.conformance.flows.csv_rows import shown

UNITS = 10**8
"""Of one: prices and quantities are read in 1/100,000,000."""
_PLACES = 8
_FORM = re.compile(r"([0-9]{1,10})(?:\.([0-9]{1,12}))?(?:e-([0-9]{1,2}))?")


def decimal_units(name: str, text: str) -> int:
    """A decimal number above zero, such as 16537.5 or 7.3e-7, in 1/100,000,000.

    ValueError names the field and says what was expected.
    """
    form = _FORM.fullmatch(text)
    if form is None:
        raise ValueError(f"field {name}: expected a decimal number, found {shown(text)}")
    whole, places, exponent = form.group(1), form.group(2) or "", int(form.group(3) or 0)
    shift = _PLACES - len(places) - exponent
    digits = int(whole + places)
    if shift < 0 and digits % 10**-shift:
        raise ValueError(
            f"field {name}: expected at most {_PLACES} decimal places, found {shown(text)}"
        )
    units: int = digits * 10**shift if shift >= 0 else digits // 10**-shift
    if units == 0:
        raise ValueError(f"field {name}: expected more than 0, found {shown(text)}")
    return units
