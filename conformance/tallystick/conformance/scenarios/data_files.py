"""The recorded files that a scenario reads: those of a directory, or the extract that ships.

Files are found by how their names begin, plain (`.csv`) or compressed (`.csv.gz`).
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from attrs import frozen

from tallystick.conformance.flows.bounded_text import FlowInputError
from tallystick.conformance.flows.funding_rows import FundingRow, read_funding
from tallystick.conformance.scenarios.decimals import UNITS
from tallystick.conformance.scenarios.instruments import (
    BITCOIN,
    ETHER,
    HIGHEST_PRICE,
    LOWEST_PRICE,
    Instrument,
    decimal_text,
)
from tallystick.conformance.scenarios.price_rows import (
    Bar,
    Print,
    read_hours,
    read_minutes,
    read_prints,
)

EXTRACT = Path(__file__).parent / "extract"
HOURS_OF: Mapping[str, str] = MappingProxyType(
    {BITCOIN.word: "btcusdt_perp_binance_1h", ETHER.word: "ethusdt_perp_binance_1h"}
)
FUNDING = "funding_btcusdt_perp_binance_8h"
MINUTES = "btcusd_perp_mark_binance_1m"
PRINTS = "trades_btcusd_spot_gemini_20251010"
SUFFIXES = (".csv", ".csv.gz")


@frozen
class DataFiles:
    """A directory of recorded files; every method says in FlowInputError what is wrong."""

    directory: Path
    is_extract: bool

    def hours(self, instrument: Instrument) -> tuple[Bar, ...]:
        """Hourly bars of the perpetual future."""
        path = self.path(HOURS_OF[instrument.word])
        return _priced(path, read_hours(path), instrument)

    def funding(self) -> tuple[FundingRow, ...]:
        """Funding rates of every tick of 8 hours, of bitcoin."""
        return read_funding(self.path(FUNDING))

    def minutes(self) -> tuple[Bar, ...]:
        """Mark prices of bitcoin's perpetual future, by the minute, around 10 October 2025."""
        path = self.path(MINUTES)
        return _priced(path, read_minutes(path), BITCOIN)

    def prints(self) -> tuple[Print, ...] | None:
        """Spot trades of another venue on that day; none, if only the extract is at hand."""
        return None if self.is_extract else read_prints(self.path(PRINTS))

    def path(self, beginning: str) -> Path:
        """The one file whose name begins so."""
        try:
            names = sorted(each.name for each in self.directory.iterdir())
        except OSError as error:
            text = error.strerror or str(error)
            raise FlowInputError(f"{self.directory}: cannot be read: {text}") from error
        found = [name for name in names if name.startswith(beginning) and name.endswith(SUFFIXES)]
        if len(found) != 1:
            what = "no file" if not found else f"{len(found)} files"
            raise FlowInputError(
                f"{self.directory}: {what} {beginning}*.csv or .csv.gz, of which one is needed"
            )
        return self.directory / found[0]


def _priced(path: Path, bars: tuple[Bar, ...], instrument: Instrument) -> tuple[Bar, ...]:
    """The bars, all of whose prices a lot of the instrument can have; else FlowInputError."""
    for bar in bars:
        for price_e8 in (bar.low_e8, bar.high_e8):
            if not instrument.can_price(price_e8):
                low, high = instrument.dollars(LOWEST_PRICE), instrument.dollars(HIGHEST_PRICE)
                found = decimal_text(price_e8, UNITS, 8)
                raise FlowInputError(
                    f"{path}: line {bar.line}: a lot can be priced from {low} to {high} dollars"
                    f" a {instrument.name}, found {found}"
                )
    return bars


def data_files(directory: Path | None) -> DataFiles:
    """The files of a directory; without one, the extract that this package carries."""
    return DataFiles(EXTRACT if directory is None else directory, directory is None)
