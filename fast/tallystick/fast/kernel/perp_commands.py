"""The commands of chapters 06 and 08, who may give them, and what every command does last.

Ranges have been judged. Each command returns a reason, or ACCEPTED.
"""

from librt.vecs import vec
from mypy_extensions import i64

from .codes import (
    ACCEPTED,
    ADD_DELEGATE,
    COLLECT_DEBT,
    DEBT_NOT_OVERDUE,
    FUNDING_NOT_PUBLISHED,
    FUNDING_RATE_SET,
    INSUFFICIENT_BALANCE,
    LEG_SETTLED,
    LIQUIDATE,
    NONE,
    NOT_AUTHORIZED,
    NOT_PERP,
    PERP,
    PLACE_ORDER,
    PUBLISHED,
    RENEW_LOAN,
    REPAY_DEBTS,
    SET_FUNDING_RATE,
    SET_RISK,
    STALE_MARK,
    SWAP_FOR_TARGET,
    TRANSFER,
    TRUE_UP,
    UNKNOWN_ACCOUNT,
    UNKNOWN_DEBT,
    UNKNOWN_LEG,
    UNKNOWN_MARKET,
)
from .layout import (
    ACCOUNT_OWNER,
    ACCOUNT_WIDTH,
    COMMAND_ACCOUNT,
    COMMAND_KIND,
    COMMAND_MARKET,
    COMMAND_OTHER,
    COMMAND_RATE,
    COMMAND_SIGNER,
    DEBT_CREDITOR,
    DEBT_DUE,
    DEBT_WIDTH,
    FUNDING_INDEX,
    FUNDING_PUBLISHED,
    FUNDING_SOURCE,
    LEG_LONG,
    LEG_LOTS,
    LEG_SHORT,
    LEG_WIDTH,
    MARKET_ASSET,
    MARKET_KIND,
    MARKET_WIDTH,
)
from .netting import accrued_funding, value_of
from .registry import is_delegate
from .risk import is_stale, set_risk
from .settlement import pay, pay_debt, pay_own_debts
from .venue import BASE, OPERATOR, Venue


def authorize_perp(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-010 and CMD-012 for accounts, of these commands."""
    kind = commands[command + COMMAND_KIND]
    signer = commands[command + COMMAND_SIGNER]
    account = commands[command + COMMAND_ACCOUNT]
    if kind in (SET_FUNDING_RATE, SET_RISK):
        return ACCEPTED if signer == OPERATOR else NOT_AUTHORIZED
    if account > venue.account_count or commands[command + COMMAND_OTHER] > venue.account_count:
        return UNKNOWN_ACCOUNT
    if kind == COLLECT_DEBT or signer == venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_OWNER]:
        return ACCEPTED
    return ACCEPTED if is_delegate(venue, account, signer) else NOT_AUTHORIZED


def run_perp(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """One of these commands, which its signer may give, unless it stands in a batch."""
    kind = commands[command + COMMAND_KIND]
    if kind == TRUE_UP:
        return _true_up(venue, commands, command)
    if kind == REPAY_DEBTS:
        return _repay_debts(venue, commands[command + COMMAND_ACCOUNT])
    if kind == COLLECT_DEBT:
        return _collect_debt(venue, commands, command)
    if kind == SET_RISK:
        return set_risk(venue, commands, command)
    return _set_funding_rate(venue, commands, command)


def end_command(venue: Venue, commands: vec[i64], command: i64, reason: i64) -> i64:
    """Pay at the end of an accepted command of an account what it owes (PRP-039).

    Return how many legs were counted for the command (PRP-031, PRP-050).
    """
    perps = venue.perps
    legs = perps.step_legs + perps.settled_legs
    perps.step_legs = 0
    perps.settled_legs = 0
    kind = commands[command + COMMAND_KIND]
    if reason != ACCEPTED:
        return 0
    if (
        ADD_DELEGATE <= kind <= TRANSFER
        or PLACE_ORDER <= kind <= RENEW_LOAN
        or kind in (TRUE_UP, LIQUIDATE, SWAP_FOR_TARGET)
    ):
        pay_own_debts(venue, commands[command + COMMAND_ACCOUNT])
    return legs


def _judge_market(venue: Venue, market: i64) -> i64:
    if market > venue.market_count:
        return UNKNOWN_MARKET
    return ACCEPTED if venue.markets[market * MARKET_WIDTH + MARKET_KIND] == PERP else NOT_PERP


def _true_up(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """PRP-050."""
    market = commands[command + COMMAND_MARKET]
    account = commands[command + COMMAND_ACCOUNT]
    counterparty = commands[command + COMMAND_OTHER]
    if counterparty > venue.account_count:
        return UNKNOWN_ACCOUNT
    reason = _judge_market(venue, market)
    if reason != ACCEPTED:
        return reason
    perps = venue.perps
    leg = perps.legs.find(market, account, counterparty)
    if leg == NONE:
        leg = perps.legs.find(market, counterparty, account)
    if leg == NONE:
        return UNKNOWN_LEG
    if venue.has_margin and is_stale(venue, venue.markets[market * MARKET_WIDTH + MARKET_ASSET]):
        return STALE_MARK  # MGN-051
    mark = venue.mark_of(market)
    index = perps.of_market(market, FUNDING_INDEX)
    funding = accrued_funding(perps, leg, index)
    value = value_of(perps, leg, mark, index)
    cell = leg * LEG_WIDTH
    long_account = perps.legs.rows[cell + LEG_LONG]
    short_account = perps.legs.rows[cell + LEG_SHORT]
    lots = perps.legs.rows[cell + LEG_LOTS]
    perps.legs.set_money(leg, lots, lots * mark, lots * index)
    perps.settled_legs += 1
    venue.events.note(LEG_SETTLED, market, long_account, short_account, value, funding)
    if value > 0:
        return pay(venue, short_account, long_account, value)
    if value < 0:
        return pay(venue, long_account, short_account, -value)
    return ACCEPTED


def _repay_debts(venue: Venue, account: i64) -> i64:
    """PRP-040."""
    if venue.perps.debts.first(account) == NONE:
        return UNKNOWN_DEBT
    if venue.balance(account, BASE) == 0:
        return INSUFFICIENT_BALANCE
    pay_own_debts(venue, account)
    return ACCEPTED


def _collect_debt(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """PRP-041; what is overdue stands first."""
    account = commands[command + COMMAND_ACCOUNT]
    creditor = commands[command + COMMAND_OTHER]
    debts = venue.perps.debts
    debt = debts.first(account)
    while debt != NONE and debts.rows[debt * DEBT_WIDTH + DEBT_CREDITOR] != creditor:
        debt = debts.behind(debt)
    if debt == NONE:
        return UNKNOWN_DEBT
    if debts.rows[debt * DEBT_WIDTH + DEBT_DUE] >= venue.now:
        return DEBT_NOT_OVERDUE
    if venue.balance(account, BASE) == 0:
        return INSUFFICIENT_BALANCE
    venue.journal.stop()
    while debt != NONE and venue.balance(account, BASE) > 0:
        following = debts.behind(debt)
        cell = debt * DEBT_WIDTH
        if debts.rows[cell + DEBT_DUE] >= venue.now:
            break
        if debts.rows[cell + DEBT_CREDITOR] == creditor:
            pay_debt(venue, debt)
        debt = following
    return ACCEPTED


def _set_funding_rate(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """PRP-021."""
    market = commands[command + COMMAND_MARKET]
    reason = _judge_market(venue, market)
    if reason != ACCEPTED:
        return reason
    if venue.perps.of_market(market, FUNDING_SOURCE) != PUBLISHED:
        return FUNDING_NOT_PUBLISHED
    rate = commands[command + COMMAND_RATE]
    venue.perps.set_of_market(market, FUNDING_PUBLISHED, rate)
    venue.events.note(FUNDING_RATE_SET, market, rate)
    return ACCEPTED
