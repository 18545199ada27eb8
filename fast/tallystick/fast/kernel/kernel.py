"""The entry: a run of commands in, outcomes and events out."""

from typing import Final

from librt.strings import read_i64_le
from librt.vecs import vec
from mypy_extensions import i64

from .codes import (
    ACCEPTED,
    ADD_DELEGATE,
    ADVANCE_TIME,
    AMEND_ORDER,
    BATCH,
    BATCH_MIXED,
    BATCH_SIZE,
    CANCEL_ORDER,
    DEPOSIT,
    LIQUIDATE,
    LIST_ASSET,
    LIST_MARKET,
    NO_ROOM,
    NOT_AUTHORIZED,
    NOT_IN_PROFILE,
    OPEN_ACCOUNT,
    PAY_CLAIMS,
    PAY_INTEREST,
    PERP,
    PLACE_ORDER,
    REFUSED,
    REMOVE_DELEGATE,
    RENEW_LOAN,
    REPLACE_ORDER,
    ROLL_LOAN,
    SET_FEE_EXEMPT,
    SET_HALTED,
    SET_LOAN_TERMS,
    SET_MARK,
    SET_RISK,
    SPOT,
    SWAP_LOAN,
    TRANSFER,
    TRUE_UP,
    UNKNOWN_ACCOUNT,
    WITHDRAW,
)
from .layout import (
    ACCOUNT_OWNER,
    ACCOUNT_WIDTH,
    COMMAND_ACCOUNT,
    COMMAND_COUNT,
    COMMAND_FLAG,
    COMMAND_KIND,
    COMMAND_MARKET_KIND,
    COMMAND_OTHER,
    COMMAND_REASON,
    COMMAND_SIGNER,
    COMMAND_SOURCE,
    COMMAND_TARGET,
    COMMAND_TERMS,
    COMMAND_WIDTH,
    OUTCOME_EVENTS_END,
    OUTCOME_INDEX,
    OUTCOME_LEGS,
    OUTCOME_REASON,
    OUTCOME_TOUCHED,
    OUTCOME_WIDTH,
    zeros,
)
from .liquidation import authorize_liquidation, run_liquidation
from .margin_checks import (
    Standing,
    begin_checks,
    breaks_rule,
    judge_standing,
    note_valued,
    passes_at_once,
)
from .payments import pay_claims, pay_interest, set_loan_terms
from .perp_commands import authorize_perp, end_command, run_perp
from .registry import (
    add_delegate,
    advance_time,
    deposit,
    is_delegate,
    list_asset,
    list_market,
    open_account,
    remove_delegate,
    set_fee_exempt,
    set_halted,
    set_mark,
    transfer,
    withdraw,
    withdraw_treasury,
)
from .renewal import renew_loan, roll_loan
from .straight import run_straight
from .swap import swap_loan
from .trading import amend_order, cancel_all, cancel_order, place_order, replace_order
from .venue import OPERATOR, Venue
from .warmup import Warmup

OUTCOME_ROWS: Final = 1024
"""Most outcomes of one call of `run`."""
INPUT_ROWS: Final = 1024
"""Rows that can be taken at a time, or a batch of the most commands if that is more."""
CELL_BYTES: Final = 8


class Kernel:
    """Runs commands on one venue."""

    def __init__(self, venue: Venue) -> None:
        """Run on this venue from now on."""
        self.venue: Final[Venue] = venue
        self.outcomes: Final[vec[i64]] = zeros(OUTCOME_ROWS * OUTCOME_WIDTH)
        self.input_rows: Final[i64] = max(INPUT_ROWS, 1 + venue.limits.max_batch_commands)
        self.input: Final[vec[i64]] = zeros(self.input_rows * COMMAND_WIDTH)
        self.warmup: Final[Warmup] = Warmup(venue)
        self.count: i64 = 0
        self.index: i64 = 0

    def take(self, rows: bytes) -> None:
        """Keep whole rows of commands for `run_taken`, at most `input_rows` of them.

        Cells are eight bytes each, the lowest first. A buffer that comes from without is never
        given back: mypyc counts it once too often.
        """
        commands = self.input
        cells = i64(len(rows)) // CELL_BYTES
        cell: i64 = 0
        while cell < cells:
            commands[cell] = read_i64_le(rows, cell * CELL_BYTES)
            cell += 1

    def run_taken(self, rows: i64, first: i64) -> i64:
        """The same as `run` of the rows that were taken."""
        return self.run(self.input, rows, first)

    def run(self, commands: vec[i64], rows: i64, first: i64 = 0) -> i64:
        """Execute commands in the rows from `first` on, and return the row to go on with.

        There are `rows` rows in all, and the row returned is that number, unless outcomes or log
        are full before: of what is left, at least one command is executed. A batch is a row with
        its count, followed by the rows of its commands. Then there are `count` outcomes in the rows
        of `outcomes`; the events of each end before the row of the log that is named there. Fields
        are within their ranges, or the row is of kind REFUSED.

        If a bankruptcy needs more room than log or journal have, the run ends before it; if that is
        the first row, nothing is executed. The venue says how much it wants.
        """
        events = self.venue.events
        self.count = 0
        events.count = 0
        row = first
        warm_until = row + 1
        while row < rows and self.count < OUTCOME_ROWS and events.count <= events.spare:
            if row >= warm_until:
                warm_until = self.warmup.read_ahead(commands, row, rows)
            end = min(warm_until, row + OUTCOME_ROWS - self.count)
            came = run_straight(self.venue, self.outcomes, self.count, commands, row, end)
            self.count += came - row
            row = came
            if row < end and events.count <= events.spare:
                taken = self._run_one(commands, row * COMMAND_WIDTH)
                if taken == 0:
                    break
                row += taken
        return row

    def _run_one(self, commands: vec[i64], command: i64) -> i64:
        """One command with its outcome; return how many rows it took, 0 for want of room."""
        venue = self.venue
        first_event = venue.events.count
        taken: i64 = 1
        if commands[command + COMMAND_KIND] == BATCH:
            taken += commands[command + COMMAND_COUNT]
        owed: i64 = 0
        if venue.has_margin:
            owed = begin_checks(venue, commands, command)
        reason = self._attempt(commands, command)
        if venue.has_margin and reason == ACCEPTED and venue.margin.is_checked:
            reason = self._check(commands, command, first_event, owed)
        touched: i64 = 0
        if reason == ACCEPTED:
            touched = venue.limits.max_touches - venue.budget
            if venue.journal.count > 0:
                venue.commit()
        else:
            venue.undo()
            venue.events.count = first_event
            if reason == NO_ROOM:
                return 0
        self._write_outcome(reason, touched)
        return taken

    def _attempt(self, commands: vec[i64], command: i64) -> i64:
        """Let a command write what it writes; a reason, or ACCEPTED."""
        venue = self.venue
        venue.budget = venue.limits.max_touches
        self.index = 0
        kind = commands[command + COMMAND_KIND]
        # What a command of loans or legs has written may still be rejected by a later step of it,
        # and what any command has by a check.
        venue.journal.begin(kind >= BATCH or venue.has_margin)
        if kind == BATCH:
            reason = self._run_batch(commands, command)
        else:
            reason = self._execute(commands, command)
        if venue.has_perps:
            legs = end_command(venue, commands, command, reason)
            self.outcomes[self.count * OUTCOME_WIDTH + OUTCOME_LEGS] = legs
        return reason

    def _check(self, commands: vec[i64], command: i64, first_event: i64, owed: i64) -> i64:
        """Judge a checked command in the state that it has left (MGN-031); 0 or a reason."""
        venue = self.venue
        if commands[command + COMMAND_KIND] == LIQUIDATE:
            note_valued(venue, commands[command + COMMAND_TARGET])  # LIQ-020
            return ACCEPTED
        account = commands[command + COMMAND_ACCOUNT]
        owes_more = venue.perps.debts.owes(account) > owed
        lacks_progress = venue.margin.lacks_progress
        if owes_more or lacks_progress or not passes_at_once(venue, account):
            after = Standing(venue, account)
            breaks = breaks_rule(venue, commands[command + COMMAND_KIND], account, first_event)
            venue.undo()
            venue.events.count = first_event
            before = Standing(venue, account)
            reason = judge_standing(before, after, breaks, owes_more, lacks_progress)
            if reason != ACCEPTED:
                return reason
            # The same from the same state: it has the same outcome.
            begin_checks(venue, commands, command)
            self._attempt(commands, command)
            note_valued(venue, account)
        return ACCEPTED

    def _write_outcome(self, reason: i64, touched: i64) -> None:
        cell = self.count * OUTCOME_WIDTH
        self.count += 1
        outcomes = self.outcomes
        outcomes[cell + OUTCOME_REASON] = reason
        outcomes[cell + OUTCOME_INDEX] = self.index
        outcomes[cell + OUTCOME_TOUCHED] = touched
        outcomes[cell + OUTCOME_EVENTS_END] = self.venue.events.count

    def _run_batch(self, commands: vec[i64], batch: i64) -> i64:
        """CMD-045 to CMD-047."""
        count = commands[batch + COMMAND_COUNT]
        if count == 0 or count > self.venue.limits.max_batch_commands:
            return BATCH_SIZE
        reason = self._authorize(commands, batch)
        while reason == ACCEPTED and self.index < count:
            self.index += 1
            command = batch + self.index * COMMAND_WIDTH
            if commands[command + COMMAND_KIND] == REFUSED:
                reason = commands[command + COMMAND_REASON]
            elif not self._in_profile(commands, command):
                reason = NOT_IN_PROFILE
            elif (
                commands[command + COMMAND_SIGNER] != commands[batch + COMMAND_SIGNER]
                or commands[command + COMMAND_ACCOUNT] != commands[batch + COMMAND_ACCOUNT]
            ):
                reason = BATCH_MIXED
            else:
                reason = self._trade(commands, command)
        if reason == ACCEPTED:
            self.index = 0
        return reason

    def _execute(self, commands: vec[i64], command: i64) -> i64:
        """One command outside a batch."""
        kind = commands[command + COMMAND_KIND]
        if kind == REFUSED:
            return commands[command + COMMAND_REASON]
        if not self._in_profile(commands, command):
            return NOT_IN_PROFILE
        reason = self._authorize(commands, command)
        if reason != ACCEPTED:
            return reason
        if kind >= PLACE_ORDER:
            return self._trade(commands, command)
        return self._administer(commands, command)

    def _in_profile(self, commands: vec[i64], command: i64) -> bool:
        """CMD-007 and CMD-008."""
        kind = commands[command + COMMAND_KIND]
        if kind in (PLACE_ORDER, REPLACE_ORDER):
            if commands[command + COMMAND_FLAG] != 0 and not self.venue.has_perps:  # reduce_only
                return False
            return self.venue.has_loans or commands[command + COMMAND_TERMS] == 0  # LND-003
        if kind > PLACE_ORDER:
            if kind >= PAY_INTEREST:
                if kind >= SET_RISK:
                    has_liquidation = self.venue.has_liquidation
                    return self.venue.has_margin if kind == SET_RISK else has_liquidation
                return self.venue.has_perps if kind >= TRUE_UP else self.venue.has_loans
            return True
        return self._administers(commands, command)

    def _administers(self, commands: vec[i64], command: i64) -> bool:
        """The same of the commands beside trading."""
        kind = commands[command + COMMAND_KIND]
        if kind == LIST_MARKET and commands[command + COMMAND_SOURCE] != 0:
            return self.venue.has_perps and self._lists_in_profile(commands, command)
        if self.venue.has_ledger:
            return kind != LIST_MARKET or self._lists_in_profile(commands, command)
        return kind in (
            OPEN_ACCOUNT,
            LIST_ASSET,
            LIST_MARKET,
            SET_HALTED,
            ADVANCE_TIME,
        )

    def _lists_in_profile(self, commands: vec[i64], command: i64) -> bool:
        """Whether a profile with a ledger has the kind of market that is to be listed."""
        market_kind = commands[command + COMMAND_MARKET_KIND]
        if market_kind == PERP:
            return self.venue.has_perps
        return market_kind == SPOT or self.venue.has_loans

    def _authorize(self, commands: vec[i64], command: i64) -> i64:
        """CMD-010 to CMD-012 for accounts."""
        venue = self.venue
        kind = commands[command + COMMAND_KIND]
        signer = commands[command + COMMAND_SIGNER]
        of_account = ADD_DELEGATE <= kind <= TRANSFER or kind >= PLACE_ORDER
        account = commands[command + COMMAND_ACCOUNT]
        if kind >= TRUE_UP:
            if kind >= LIQUIDATE:
                return authorize_liquidation(venue, commands, command)
            return authorize_perp(venue, commands, command)
        if kind == ROLL_LOAN:
            return ACCEPTED
        if not venue.has_ledger and kind >= PLACE_ORDER:
            return ACCEPTED if account <= venue.account_count else UNKNOWN_ACCOUNT
        if of_account or kind == SET_FEE_EXEMPT:
            if account > venue.account_count:
                return UNKNOWN_ACCOUNT
            if kind == TRANSFER and commands[command + COMMAND_OTHER] > venue.account_count:
                return UNKNOWN_ACCOUNT
        if not venue.has_ledger:
            return ACCEPTED
        if kind == OPEN_ACCOUNT:
            allowed = signer != OPERATOR
        elif of_account:
            allowed = signer == venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_OWNER]
            if not allowed and kind >= PLACE_ORDER and kind != SET_LOAN_TERMS:
                allowed = is_delegate(venue, account, signer)
        else:
            allowed = signer == OPERATOR
        return ACCEPTED if allowed else NOT_AUTHORIZED

    def _trade(self, commands: vec[i64], command: i64) -> i64:
        kind = commands[command + COMMAND_KIND]
        if kind == PLACE_ORDER:
            return place_order(self.venue, commands, command)
        if kind == CANCEL_ORDER:
            return cancel_order(self.venue, commands, command)
        if kind == AMEND_ORDER:
            return amend_order(self.venue, commands, command)
        if kind == REPLACE_ORDER:
            return replace_order(self.venue, commands, command)
        if kind >= TRUE_UP:
            if kind >= LIQUIDATE:
                return run_liquidation(self.venue, commands, command)
            return run_perp(self.venue, commands, command)
        if kind >= PAY_INTEREST:
            return self._lend(commands, command)
        return cancel_all(self.venue, commands, command)

    def _lend(self, commands: vec[i64], command: i64) -> i64:
        kind = commands[command + COMMAND_KIND]
        if kind == PAY_INTEREST:
            return pay_interest(self.venue, commands, command)
        if kind == PAY_CLAIMS:
            return pay_claims(self.venue, commands, command)
        if kind == SET_LOAN_TERMS:
            return set_loan_terms(self.venue, commands, command)
        if kind == SWAP_LOAN:
            return swap_loan(self.venue, commands, command)
        if kind == RENEW_LOAN:
            return renew_loan(self.venue, commands, command)
        return roll_loan(self.venue, commands, command)

    def _administer(self, commands: vec[i64], command: i64) -> i64:
        kind = commands[command + COMMAND_KIND]
        venue = self.venue
        if kind == OPEN_ACCOUNT:
            return open_account(venue, commands, command)
        if kind == ADD_DELEGATE:
            return add_delegate(venue, commands, command)
        if kind == REMOVE_DELEGATE:
            return remove_delegate(venue, commands, command)
        if kind == DEPOSIT:
            return deposit(venue, commands, command)
        if kind == WITHDRAW:
            return withdraw(venue, commands, command)
        if kind == TRANSFER:
            return transfer(venue, commands, command)
        if kind == LIST_ASSET:
            return list_asset(venue, commands, command)
        if kind == LIST_MARKET:
            return list_market(venue, commands, command)
        if kind == SET_MARK:
            return set_mark(venue, commands, command)
        if kind == SET_HALTED:
            return set_halted(venue, commands, command)
        if kind == SET_FEE_EXEMPT:
            return set_fee_exempt(venue, commands, command)
        if kind == ADVANCE_TIME:
            return advance_time(venue, commands, command)
        return withdraw_treasury(venue, commands, command)
