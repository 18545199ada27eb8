"""A few recorded rows, written by hand, and directories that hold them."""

import gzip
from collections.abc import Sequence
from pathlib import Path

from tallystick.conformance.flows.funding_rows import FundingRow
from tallystick.conformance.scenarios.decimals import UNITS
from tallystick.conformance.scenarios.price_rows import (
    HOUR_HEADER,
    HOUR_MILLISECONDS,
    MINUTE_HEADER,
    MINUTE_MILLISECONDS,
    TRADE_HEADER,
    Bar,
)

TICK = 28_800_000
START = 1_700_006_400_000
"""Some tick."""
HOURS = "btcusdt_perp_binance_1h_x"
MINUTES = "btcusd_perp_mark_binance_1m_x"
FUNDING = "funding_btcusdt_perp_binance_8h_x"
PRINTS = "trades_btcusd_spot_gemini_20251010"


def bars_at(dollars: Sequence[int], step: int = HOUR_MILLISECONDS) -> list[Bar]:
    """Bars in which nothing moves, one at each price."""
    return [
        Bar(place + 2, START + place * step, *(price * UNITS,) * 4)
        for place, price in enumerate(dollars)
    ]


def funding_rows(rates_e8: Sequence[int]) -> list[FundingRow]:
    """Rates of the ticks after the start."""
    return [
        FundingRow(place + 2, START + (place + 1) * TICK, rate)
        for place, rate in enumerate(rates_e8)
    ]


def lines_of_bars(dollars: Sequence[str], step: int, header: str) -> list[str]:
    """The lines of a file of bars, one at each price."""
    rows = (
        f"{START + place * step},{price},{price},{price},{price},1"
        for place, price in enumerate(dollars)
    )
    return [header, *rows]


def write(folder: Path, name: str, lines: Sequence[str], *, packed: bool = False) -> Path:
    """A file of these lines."""
    text = "".join(f"{line}\n" for line in lines).encode()
    path = folder / f"{name}.csv{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(text) if packed else text)
    return path


def write_directory(folder: Path) -> Path:
    """Everything that the scenario reads of bitcoin: 20 days, and 20 minutes with trades."""
    hours = [f"{50_000 + 10 * place}.5" for place in range(20 * 24 + 1)]
    write(folder, HOURS, lines_of_bars(hours, HOUR_MILLISECONDS, HOUR_HEADER), packed=True)
    ticks = (f"{START + place * TICK},{1_005 + place},1.5" for place in range(62))
    write(folder, FUNDING, ["time_ms,funding_rate_e8,mark_price", *ticks])
    minutes = [f"{50_000 + 10 * place}.12345678" for place in range(20)]
    write(folder, MINUTES, lines_of_bars(minutes, MINUTE_MILLISECONDS, MINUTE_HEADER))
    prints = (
        f"{(START + place * MINUTE_MILLISECONDS + 5_000) * 1_000},{place},sell,49000.05,0.5"
        for place in range(2, 20)
    )
    write(folder, PRINTS, [TRADE_HEADER, *prints])
    return folder
