"""A trader's story as one row of figures, for the table, the page and the JSON object."""

from datetime import UTC, datetime

from attrs import frozen

from tallystick.conformance.scenarios.instruments import base_text, decimal_text
from tallystick.conformance.scenarios.years import Story

YEAR_MILLISECONDS = 365 * 86_400_000
LEAST_MILLISECONDS = 28 * 86_400_000
"""For less than four weeks nothing is stated by the year."""


@frozen
class StoryRow:
    """Amounts are in base atoms, times in milliseconds; a base atom is a millionth of a unit."""

    leverage: int
    fee_exempt: bool
    refused: bool
    opened_at: int
    closed_at: int
    opening_rbv_atoms: int
    lowest_rbv_atoms: int
    lowest_rbv_at: int
    first_hour_below_zero: int | None
    funding_atoms: int
    interest_atoms: int
    trading_cost_atoms: int
    fee_atoms: int
    slippage_atoms: int
    deleveraging_batches: int
    final_atoms: int
    dust_atoms: int
    gain_atoms: int
    per_year: str
    ending: str

    @property
    def name(self) -> str:
        """By what the trader is called."""
        return f"{self.leverage}x{' no fees' if self.fee_exempt else ''}"

    @property
    def equity_text(self) -> str:
        """What the trade left, in units of the base asset."""
        return base_text(self.final_atoms + self.dust_atoms)


def story_row(story: Story) -> StoryRow:
    """What there is to say of a trader."""
    trader = story.trader
    return StoryRow(
        leverage=trader.leverage,
        fee_exempt=not trader.terms.with_fees,
        refused=story.is_refused,
        opened_at=story.opened_at,
        closed_at=story.closed_at,
        opening_rbv_atoms=story.opening_rbv,
        lowest_rbv_atoms=story.lowest_rbv,
        lowest_rbv_at=story.lowest_at,
        first_hour_below_zero=story.below_zero_at,
        funding_atoms=trader.funding_atoms,
        interest_atoms=trader.interest_atoms,
        trading_cost_atoms=trader.cost_atoms,
        fee_atoms=trader.fee_atoms,
        slippage_atoms=trader.slippage_atoms,
        deleveraging_batches=trader.reductions,
        final_atoms=story.final_atoms,
        dust_atoms=story.dust_atoms,
        gain_atoms=story.gain_atoms,
        per_year=per_year(story),
        ending=story.ending,
    )


def per_year(story: Story) -> str:
    """The gain in per cent of what was brought, a year of 365 days, not compounded."""
    held = story.closed_at - story.opened_at
    if story.is_refused or held < LEAST_MILLISECONDS:
        return "-"
    base = story.trader.terms.base_atoms
    return decimal_text(story.gain_atoms * 100 * YEAR_MILLISECONDS, base * held)


def when(time: int | None, form: str = "%Y-%m-%d %H:%M") -> str:
    """A time in words, UTC."""
    return "-" if time is None else f"{datetime.fromtimestamp(time // 1000, UTC):{form}}"
