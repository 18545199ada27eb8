"""An auditor that knows no engine: it folds events into a ledger and books of its own (INV-008)."""

from tallystick.conformance.checkers.books import BookOrder, Books
from tallystick.conformance.checkers.difference import first_difference
from tallystick.conformance.checkers.dumping import account_dumps, market_dumps
from tallystick.conformance.checkers.loan_starts import Borrowing
from tallystick.conformance.checkers.loans import FIRST_ENGINE_ORDER_ID, Loans
from tallystick.conformance.checkers.perpetuals import CUTS, Perpetuals
from tallystick.conformance.checkers.registry import BASE_ASSET, AccountRecord, Registry
from tallystick.conformance.checkers.risk_record import Risks
from tallystick.conformance.checkers.state_checks import reservations, state_violations
from tallystick.conformance.checkers.valuation_judge import ValuationJudge
from tallystick.conformance.checkers.violation import BrokenTrailError, Violation
from tallystick.conformance.checkers.walk import Receipt, Walk, drop_lots
from tallystick.conformance.checkers.winding_up import WindingUp
from tallystick.reference.types.choices import MarketKind, Profile, RemovalCause, Side
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import (
    Event,
    FeePaid,
    MarketListed,
    OrderAccepted,
    OrderAmended,
    OrderRemoved,
    OrderRested,
    OrdersDecremented,
    TimeAdvanced,
    Traded,
)
from tallystick.reference.types.liquidation_events import LiquidationEvent
from tallystick.reference.types.loan_events import LendingEvent, LoanOpened
from tallystick.reference.types.margin_events import MarginEvent
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.perp_events import (
    DebtOpened,
    LegExtended,
    LegReduced,
    PerpetualEvent,
    SettlementPaid,
)

_OF_A_TRADE = LegReduced | LegExtended | SettlementPaid | DebtOpened
"""Events that stand within a walk, between a trade and its fees."""


class Auditor:
    """Follows one venue from its opening by the outcomes of its commands alone."""

    def __init__(self, profile: Profile, parameters: Parameters) -> None:
        """Begin with a new venue (STA-003)."""
        self._profile = profile
        self._parameters = parameters
        self._registry = Registry.of_new_venue(parameters)
        self._books = Books()
        lending = parameters.lending
        self._loans = Loans(self._registry, lending, self._report) if lending else None
        perpetual = parameters.perpetual
        self._perpetuals = (
            Perpetuals.of_new_venue(self._registry, perpetual, self._report) if perpetual else None
        )
        margin = parameters.margin
        self._risks = Risks(self._registry, margin, self._report) if margin else None
        self._winding_up = self._opened_winding_up()
        self._judge = ValuationJudge()
        self._walk: Walk | None = None
        self._touched_orders = 0
        self._found: list[Violation] = []
        self._last_was_rejected = False
        self._dumped: StateDump | None = None
        """The present state, if it was asked for."""
        self._judged = self.dump()
        """The state that was judged last; before the first, that of the opening."""

    def observe(self, outcome: Outcome) -> tuple[Violation, ...]:
        """Fold the outcome of the next command; what it violates, in the order of discovery."""
        self._last_was_rejected = isinstance(outcome, Rejected)
        if isinstance(outcome, Rejected):
            return ()
        self._dumped, self._touched_orders = None, 0
        if self._loans is not None:
            self._loans.begin_command()
        if self._winding_up is not None:
            self._winding_up.begin_command(outcome.events)
        for event in outcome.events:
            try:
                self._before(event)
                self._fold(event)
            except BrokenTrailError as broken:
                self._report(broken.clause, f"{event}: {broken}")
        self._close_command(outcome)
        found, self._found = self._found, []
        return tuple(found)

    def _before(self, event: Event | None) -> None:
        """Report what must have been closed before this event, or the end of the command."""
        if self._winding_up is not None:
            self._winding_up.before(event)
        if self._loans is not None:
            self._loans.before(event)
        if self._perpetuals is not None:
            self._perpetuals.before(event)

    def _close_command(self, outcome: Accepted) -> None:
        self._finish_walk()
        try:
            self._before(None)
        except BrokenTrailError as broken:
            self._report(broken.clause, f"the end of the command: {broken}")
        if self._perpetuals is not None:
            self._perpetuals.end_command(outcome.touched_legs)
        elif outcome.touched_legs is not None:
            self._report("CMD-003", f"profile {self._profile} has no legs")
        if self._risks is not None:
            self._risks.end_command()
        self._check_work(outcome.touched_orders)
        self._found += self._registry.close_command()
        self._report_crossed()

    def judge(self, command: Command, outcome: Outcome) -> tuple[Violation, ...]:
        """What the command just observed has done to anybody's value that it may not (INV-018).

        Only this asks for the command: whoever calls it does so behind every `observe`. In a
        profile without margin nothing is found.
        """
        if self._risks is None or isinstance(outcome, Rejected):
            return ()
        before, self._judged = self._judged, self.dump()
        of_payments = self._winding_up.judge(command) if self._winding_up is not None else ()
        return (*of_payments, *self._judge.judge(before, command, outcome, self._judged))

    def check(self, dump: StateDump) -> tuple[Violation, ...]:
        """Compare an engine's dump with the own one, and test what holds in every state."""
        found = list(state_violations(dump))
        difference = first_difference(dump, self.dump())
        if difference is not None:
            # After a rejected command the auditor has not moved, so the engine has.
            clause = "INV-003" if self._last_was_rejected else "INV-008"
            found.append(Violation(clause, f"dump against audit: {difference}"))
        return tuple(found)

    def _check_work(self, stated: int) -> None:
        seen, is_exact = self._touched_orders, True
        if self._winding_up is not None and self._winding_up.trail is not None:
            # Loans that nothing was owed of, and debts that nothing was paid of, cost units too.
            trail = self._winding_up.trail
            seen, is_exact = seen + trail.debts_paid, trail.owes_nothing
        if self._loans is not None and self._loans.handed_over:
            # Own loans that were looked at and skipped have cost their units too (LND-040).
            seen, is_exact = seen + self._loans.handed_over, False
        if stated < seen or (is_exact and stated != seen):
            self._report("MAT-021", f"{stated} touches stated, {seen} seen")
        if max(stated, seen) > self._parameters.max_touches:
            self._report("MAT-021", f"{max(stated, seen)} touches exceed max_touches")

    def dump(self) -> StateDump:
        """The state that the events tell of (STA-020)."""
        if self._dumped is None:
            self._dumped = self._dump()
        return self._dumped

    def _dump(self) -> StateDump:
        assets = self._registry.asset_dumps()
        if self._risks is not None:
            assets = self._risks.with_values(assets)
        perpetuals = self._perpetuals
        escrows = self._winding_up.escrows if self._winding_up is not None else None
        markets = market_dumps(self._registry, self._books, perpetuals)
        return StateDump(
            profile=self._profile,
            parameters=self._parameters,
            now=self._registry.now,
            assets=assets,
            markets=markets,
            accounts=account_dumps(
                self._registry,
                reservations(self._profile, assets, markets),
                has_engine_orders=self._loans is not None,
            ),
            last_loan=self._loans.last_loan if self._loans is not None else None,
            loans=self._loans.dumps() if self._loans is not None else None,
            debts=perpetuals.state.debts.dumps() if perpetuals is not None else None,
            last_escrow=escrows.last_escrow if escrows is not None else None,
            escrows=escrows.dumps() if escrows is not None else None,
        )

    def _fold(self, event: Event) -> None:
        match event:
            case FeePaid():
                self._fee(event)
            case OrderRested() | OrderRemoved() | OrdersDecremented() | Traded():
                if self._walk is not None:
                    self._walk.after_fees(event)
                    if self._walk.ended:
                        self._end_walk(self._walk)
                self._fold_walk(event)
            case OrderAccepted():
                self._finish_walk()
                self._accept(event)
            case OrderAmended():
                self._finish_walk()
                self._amend(event)
            case LoanOpened() if self._walk is not None:
                self._known_loans().open(event, self._walk.take_borrowing())
            case _ if isinstance(event, LendingEvent):
                self._finish_walk()
                self._known_loans().fold(event)
            case _ if isinstance(event, PerpetualEvent):
                if not isinstance(event, _OF_A_TRADE):
                    self._finish_walk()
                self._known_perpetuals().fold(event)
            case _ if isinstance(event, MarginEvent):
                self._finish_walk()
                self._known_risks().fold(event)
            case _ if isinstance(event, LiquidationEvent):
                self._finish_walk()
                self._known_winding_up().fold(event)
            case _:
                self._finish_walk()
                before = self._registry.now
                self._registry.fold(event)
                if self._perpetuals is not None and isinstance(event, MarketListed):
                    self._perpetuals.list_market(event)
                if self._perpetuals is not None and isinstance(event, TimeAdvanced):
                    self._perpetuals.advance(before)
                if self._risks is not None and isinstance(event, TimeAdvanced):
                    self._risks.advance(event)

    def _fold_walk(self, event: OrderRested | OrderRemoved | OrdersDecremented | Traded) -> None:
        walk = self._walk
        match event:
            case OrderRemoved() if walk is None:
                self._cancel(event)
            case _ if walk is None:
                raise BrokenTrailError("CMD-052", "there is no incoming order")
            case Traded():
                self._settle(walk, walk.trade(event), event)
            case OrdersDecremented():
                walk.decrement(event)
            case OrderRested():
                walk.rest(event)
                self._join(walk.taker)
                self._end_walk(walk)
            case OrderRemoved() if walk.is_taker(event.account, event.order_id):
                if self._perpetuals is not None:
                    self._perpetuals.remove(walk.taker, event.cause)
                walk.remove_taker(event)
                self._end_walk(walk)
            case OrderRemoved():
                if self._perpetuals is not None:
                    maker = self._books.resting(event.account, event.order_id)
                    self._perpetuals.remove(maker, event.cause)
                walk.remove_maker(event)

    def _accept(self, event: OrderAccepted) -> None:
        account = self._registry.account(event.account)
        self._registry.market(event.market)
        is_of_engine = event.order_id >= FIRST_ENGINE_ORDER_ID
        if self._winding_up is not None and is_of_engine and self._winding_up.forces(event):
            self._winding_up.force(event, self._books.count(event.account))
        elif self._loans is not None:
            self._loans.accept(event)
        if self._loans is not None and is_of_engine:
            self._number_of_engine(account, event)
        else:
            if event.order_id <= account.last_order_id:
                text = f"order id {event.order_id} after {account.last_order_id}"
                self._report("MAT-004", text)
            account.last_order_id = event.order_id
        self._begin_walk(BookOrder(event, event.price, event.lots))

    def _number_of_engine(self, account: AccountRecord, event: OrderAccepted) -> None:
        wanted = max(FIRST_ENGINE_ORDER_ID, account.last_engine_order_id + 1)
        if event.order_id != wanted:
            self._report("LND-037", f"order id {event.order_id} of the engine, not {wanted}")
        account.last_engine_order_id = event.order_id

    def _amend(self, event: OrderAmended) -> None:
        order = self._books.resting(event.account, event.order_id)
        keeps_place = event.price == order.price and event.open_lots <= order.open_lots
        if keeps_place:
            if event.open_lots == order.open_lots:
                self._report("CMD-041", f"{order.name} was amended to what it was")
            order.open_lots = event.open_lots
            return
        self._books.leave(order)
        order.price, order.open_lots = event.price, event.open_lots
        self._begin_walk(order)

    def _cancel(self, event: OrderRemoved) -> None:
        order = self._books.resting(event.account, event.order_id)
        if self._winding_up is not None:
            self._winding_up.cancel(order.terms.market, event)
        if event.cause not in (RemovalCause.CANCELLED, RemovalCause.REPLACED):
            self._report("CMD-052", f"cause {event.cause} outside of a walk")
        drop_lots(order, event, self._report)
        self._books.leave(order)

    def _fee(self, event: FeePaid) -> None:
        if self._walk is None:
            raise BrokenTrailError("CMD-052", "a fee outside of a walk")
        self._walk.fee(event)
        market = self._walk.taker.terms.market
        if self._perpetuals is not None and self._perpetuals.is_perpetual(market):
            self._perpetuals.pay_fee(event)
            return
        self._registry.asset(event.asset)
        self._registry.ledger.book(event.asset, event.account, -event.atoms)
        self._registry.ledger.book_treasury(event.asset, event.atoms)

    def _settle(self, walk: Walk, maker: BookOrder, event: Traded) -> None:
        """Move what a trade moves; it owes fees, a loan, or legs (SPT-010, SPT-012, LND-011)."""
        listed = self._registry.market(event.market).listed
        if not self._profile.has_ledger:
            return
        buyer, seller = maker, walk.taker
        if event.taker_side is Side.BUY:
            buyer, seller = walk.taker, maker
        if listed.kind is MarketKind.PERP:
            self._known_perpetuals().trade(buyer, seller, event)
            amount = event.lots * event.price
            walk.expect_fees([Receipt(each, BASE_ASSET, amount) for each in (buyer, seller)])
            return
        asset = listed.asset
        asset_atoms = event.lots * self._registry.asset(asset).listed.lot_atoms
        base_atoms = event.lots * event.price
        ledger = self._registry.ledger
        if listed.kind is MarketKind.LEND:
            ledger.book(asset, seller.terms.account, -asset_atoms)
            ledger.book(asset, buyer.terms.account, asset_atoms)
            walk.borrowing = Borrowing.of_trade(asset, buyer, seller, event)
            return
        ledger.book(BASE_ASSET, buyer.terms.account, -base_atoms)
        ledger.book(BASE_ASSET, seller.terms.account, base_atoms)
        ledger.book(asset, seller.terms.account, -asset_atoms)
        ledger.book(asset, buyer.terms.account, asset_atoms)
        walk.expect_fees(
            [Receipt(buyer, asset, asset_atoms), Receipt(seller, BASE_ASSET, base_atoms)]
        )

    def _known_risks(self) -> Risks:
        if self._risks is None:
            raise BrokenTrailError("CMD-007", f"profile {self._profile} has no margin")
        return self._risks

    def _opened_winding_up(self) -> WindingUp | None:
        """What chapter 09 adds, in a profile that has it."""
        liquidation, loans = self._parameters.liquidation, self._loans
        perpetuals, risks = self._perpetuals, self._risks
        if liquidation is None or loans is None or perpetuals is None or risks is None:
            return None
        records = self._registry, loans, perpetuals, risks
        return WindingUp.of_new_venue(liquidation, records, self._report, self._dump)

    def _known_winding_up(self) -> WindingUp:
        if self._winding_up is None:
            raise BrokenTrailError("CMD-007", f"profile {self._profile} has no liquidation")
        return self._winding_up

    def _known_loans(self) -> Loans:
        if self._loans is None:
            raise BrokenTrailError("CMD-007", f"profile {self._profile} has no loans")
        return self._loans

    def _known_perpetuals(self) -> Perpetuals:
        if self._perpetuals is None:
            raise BrokenTrailError("CMD-007", f"profile {self._profile} has no perpetual futures")
        return self._perpetuals

    def _begin_walk(self, taker: BookOrder) -> None:
        self._walk = Walk(taker, self._books, self._registry.now, self._report)
        market, perpetuals = taker.terms.market, self._perpetuals
        if perpetuals is not None and perpetuals.is_perpetual(market):
            self._walk.cuts = CUTS
            perpetuals.begin_walk(market, self._books, self._parameters.max_touches)

    def _end_walk(self, walk: Walk) -> None:
        self._touched_orders += walk.touched_orders
        self._walk = None

    def _finish_walk(self) -> None:
        """Close the walk at the end of a command, or of an inner one."""
        walk = self._walk
        if walk is None:
            return
        walk.after_fees(None)
        if not walk.ended:
            text = f"{walk.taker.open_lots} lots of {walk.taker.name} neither rested nor removed"
            self._report("CMD-052", text)
        self._end_walk(walk)

    def _join(self, order: BookOrder) -> None:
        self._books.join(order)
        account = order.terms.account
        if order.open_lots < 1:
            self._report("INV-007", f"{order.name} rests with {order.open_lots} lots")
        if self._books.count(account) > self._parameters.max_orders_per_account:
            self._report("INV-007", f"account {account} exceeds max_orders_per_account")
        if self._books.count() > self._parameters.max_orders:
            self._report("INV-007", "the venue exceeds max_orders")

    def _report_crossed(self) -> None:
        for market in self._registry.markets:
            bids = self._books.side(market, Side.BUY)
            asks = self._books.side(market, Side.SELL)
            if bids and asks and bids[0].price >= asks[0].price:
                text = f"market {market}: bid {bids[0].price}, ask {asks[0].price}"
                self._report("INV-004", text)

    def _report(self, clause: str, text: str) -> None:
        self._found.append(Violation(clause, text))
