"""The second generator where there are loans, written from spec chapter 12, section 2, alone."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.conformance.campaign.book_tables import INNER_OF_LENDING, NOBODY, Json, of
from tests.conformance.campaign.by_the_book import Book

HOUR = 3_600_000
TERM = 240 * HOUR
TERMS = ("returnable", "extensible", "auto_renew")


class LoanBook(Book):
    """One sequence of `lend/1`."""

    inner: tuple[tuple[int, str], ...] = INNER_OF_LENDING
    lending_markets: tuple[int, ...] = (2, 3)

    def __init__(self, seed: int, profile: str, preset: str) -> None:
        super().__init__(seed, profile, preset)
        self.last_loan = 0
        self.loans: list[Json] = []

    def meet(self, account: int, order: Json, entry: Json, lots: int) -> None:
        if lots == 0 or order["market"] not in self.lending_markets or entry["account"] == account:
            return
        parties = {"lender": account, "borrower": entry["account"]}
        if order["side"] == "buy":
            parties = {"lender": entry["account"], "borrower": account}
        if not self.full(*parties.values()):
            due = self.clock + TERM
            self.open_loan({**parties, "market": order["market"], "lots": lots, "due": due})

    def full(self, *accounts: int) -> bool:
        of_account, of_venue = self.numbers["full_loans"]
        parties = [loan[role] for loan in self.loans for role in ("lender", "borrower")]
        return len(self.loans) >= of_venue or any(parties.count(a) >= of_account for a in accounts)

    def open_loan(self, loan: Json) -> None:
        self.last_loan += 1
        self.loans.append({**loan, "id": self.last_loan})

    def lower(self, loan: Json, lots: int) -> None:
        loan["lots"] -= lots
        self.loans = [one for one in self.loans if one["lots"] > 0]

    def own_loan(self, loan: Json) -> Json | None:
        for own in reversed(self.loans):
            fits = own["borrower"] == loan["lender"] and own["market"] == loan["market"]
            if fits and own["lender"] != loan["borrower"]:
                return own
        return None

    def hand_over(self, number: int, *, one_only: bool) -> None:
        for loan in self.loans:
            if loan["id"] == number:
                break
        else:
            return
        while (own := self.own_loan(loan)) is not None:
            lots = min(loan["lots"], own["lots"])
            lender = own["lender"]
            self.lower(own, lots)
            if lots == loan["lots"]:
                loan["lender"] = lender
                return
            self.lower(loan, lots)
            self.open_loan({**loan, "lots": lots, "lender": lender})
            if one_only:
                return

    def some_loan(self, wanted: Callable[[Json], bool]) -> Json:
        found = [loan for loan in self.loans if wanted(loan)] or self.loans
        if found:
            return found[self.draw(len(found))]
        none = {"id": 1, "market": 2, "lender": 1, "borrower": 2}
        return {**none, "lots": self.rules(2)[3], "due": self.clock + TERM}

    def loan_id(self, loan: Json) -> int:
        other = (9, lambda: 1 + self.draw(self.last_loan + 1))
        return int(self.pick((90, loan["id"]), other, (1, 2**61 - 1), (1, 2**61), (1, 0)))

    def actor(self, named: int) -> Json:
        account = self.pick((60, named), (1, 1), (1, 2), (1, 3), (1, NOBODY), (1, 0))
        return {"account": account, "signer": self.signer(account)}

    def flag(self) -> bool | None:
        flag: bool | None = self.pick((6, None), (2, True), (3, False))
        return flag

    def both_flags(self) -> Json:
        flags = {name: self.flag() for name in ("returnable", "extensible")}
        return {name: flag for name, flag in flags.items() if flag is not None}

    def flags(self, order: Json) -> Json:
        offers = order["side"] == "sell" and order["market"] in self.lending_markets
        return self.both_flags() if offers or self.draw(60) == 0 else {}

    def made_by_engine(self) -> tuple[tuple[int, Callable[[], int]], ...]:
        return ((12, lambda: 2**61 + self.draw(4)),)

    def times(self) -> tuple[tuple[int, Any], ...]:
        return (
            (24, lambda: self.clock + self.draw(12)),
            (2, self.clock - 1),
            (1, 2**53),
            (22, lambda: self.clock + HOUR * (1 + self.draw(12))),
            (22, self.moment_of_loans),
        )

    def one_of_lending(self) -> int:
        return self.lending_markets[self.draw(len(self.lending_markets))]

    def moment_of_loans(self) -> int:
        hours = (6, 3, 1, 0)[self.draw(4)]
        due = min((loan["due"] for loan in self.loans if loan["due"] > self.clock), default=0)
        moment: int = due - hours * HOUR + self.draw(3) - 1
        return moment if moment > self.clock else self.clock + HOUR

    def drawn(self) -> Iterator[Json]:
        kind = self.kind()
        if kind == "lending":
            yield from self.lending()
        else:
            yield self.command(kind)

    def in_batch(self, kind: str, account: int, signer: int) -> Json:
        if kind not in ("pay_interest", "pay_claims", "swap_loan"):
            return super().in_batch(kind, account, signer)
        about: Json = getattr(self, kind)({"account": account, "signer": signer})
        return {"type": kind, **about}

    def pay_interest(self, batch: Json | None = None) -> Json:
        loan = self.some_loan(lambda loan: not batch or loan["borrower"] == batch["account"])
        who = batch or self.actor(loan["borrower"])
        number, minimum = self.loan_id(loan), self.rules(loan["market"])[3]
        lots = loan["lots"]
        wrong = ((2, lots + minimum), (2, minimum + 1), (1, 2**40 + 1))
        reduce = self.pick((14, 0), (8, minimum), (20, lots), *wrong)
        extend = self.draw(4) == 0
        if reduce < lots or (reduce == lots and not extend):
            if extend:
                loan["due"] = self.clock + TERM
            self.lower(loan, reduce)
        return {**who, "loan": number, "reduce_lots": reduce, "extend": extend}

    def pay_claims(self, batch: Json | None = None) -> Json:
        loan = self.some_loan(lambda loan: not batch or loan["borrower"] == batch["account"])
        who = batch or self.actor(loan["borrower"])
        number, portion = (
            self.loan_id(loan),
            self.numbers["portions"][self.rules(loan["market"])[0]],
        )
        atoms = self.pick((12, 1), (6, lambda: 1 + self.draw(12)), (2, portion), (1, 0))
        return {**who, "loan": number, "atoms": atoms}

    def set_loan_terms(self) -> Json:
        loan = self.some_loan(lambda _: True)
        role = "lender" if self.draw(2) == 0 else "borrower"
        who, number = self.actor(loan[role]), self.loan_id(loan)
        weights = (8, 6, 1) if role == "lender" else (1, 1, 12)
        term = self.pick(*zip(weights, TERMS, strict=True))
        terms = {**dict.fromkeys(TERMS), term: self.draw(3) == 0}
        return {**who, "loan": number, **terms}

    def swap_loan(self, batch: Json | None = None) -> Json:
        def wanted(loan: Json) -> bool:
            mine = not batch or loan["lender"] == batch["account"]
            return mine and self.own_loan(loan) is not None

        loan = self.some_loan(wanted)
        who, number = batch or self.actor(loan["lender"]), self.loan_id(loan)
        own = self.own_loan(loan) or {"id": 1}
        other = (1, lambda: 1 + self.draw(self.last_loan + 1))
        named = self.pick((8, None), (3, own["id"]), other)
        self.hand_over(loan["id"], one_only=named is not None)
        return {**who, "loan": number, "own_loan": named}

    def renew_loan(self) -> Json:
        def wanted(loan: Json) -> bool:
            return int(loan["due"]) - 6 * HOUR <= self.clock <= int(loan["due"])

        loan = self.some_loan(wanted)
        who, number = self.actor(1 + self.draw(3)), self.loan_id(loan)
        if wanted(loan):
            loan["due"] = self.clock + TERM
        return {**who, "loan": number}

    def roll_loan(self) -> Json:
        loan = self.some_loan(lambda loan: loan["due"] < self.clock)
        signer, number = self.pick((20, 31), (4, 0), (1, 2**31)), self.loan_id(loan)
        if loan["due"] < self.clock:
            loan["due"] = self.clock + TERM
        return {"signer": signer, "loan": number}

    def lending(self) -> Iterator[Json]:
        lender = 1 + self.draw(3)
        borrower = (lender + self.draw(2)) % 3 + 1
        market = self.one_of_lending()
        if self.full(lender, borrower):
            loan = self.some_loan(
                lambda loan: {lender, borrower} & {loan["lender"], loan["borrower"]} != set()
            )
            lots = loan["lots"]
            self.lower(loan, lots)
            yield of(
                loan["borrower"], "pay_interest", loan=loan["id"], reduce_lots=lots, extend=False
            )
            return
        of_account, of_venue = self.numbers["full"]
        for account in (lender, borrower):
            if len(self.of_account(account)) >= of_account or len(self.entries) >= of_venue:
                for entry in self.of_account(account):
                    self.drop(entry)
                yield of(account, "cancel_all", market=None)
        price, lots = self.price(market, "sell"), self.lots(market)
        flags = self.both_flags()
        yield from self.pair(lender, borrower, market, price, lots, flags)

    def pair(
        self, lender: int, borrower: int, market: int, price: int, lots: int, flags: Json
    ) -> Iterator[Json]:
        for account, side, kind in ((lender, "sell", "limit"), (borrower, "buy", "ioc")):
            order = {
                "order_id": self.last_ids.get(account, 0) + 1, "market": market, "side": side,
                "price": price, "lots": lots, "order_type": kind, "self_trade": "cancel_maker",
                "expires_at": None, "reduce_only": False, **(flags if side == "sell" else {}),
            }  # fmt: skip
            self.remember(account, order)
            yield of(account, "place_order", order=order)

    def story(self) -> Iterator[Json]:
        yield from self.story_of_loans()

    def story_of_loans(self) -> Iterator[Json]:
        number, first, turn = self.draw(4), self.draw(3), 1 + self.draw(2)
        self.story_market = self.one_of_lending()
        cast = (1 + first, 1 + (first + turn) % 3, 1 + (first + 2 * turn) % 3)
        stories = (lambda *_: iter(()), self.loan_story_1, self.loan_story_2, self.loan_story_3)
        yield from stories[number](*cast)

    def lend(self, lender: int, borrower: int, minima: int) -> Iterator[Json]:
        _, _, tick, minimum, _ = self.rules(self.story_market)
        price = tick * (18 + self.draw(6))
        lots = minima * minimum * self.lots_of_story()
        yield from self.pair(lender, borrower, self.story_market, price, lots, {})

    def lots_of_story(self) -> int:
        return 1

    def at(self, time: int) -> Json:
        self.clock = time
        return {"type": "advance_time", "signer": 0, "now": time}

    def hours(self, hours: int) -> Json:
        return self.at(self.clock + hours * HOUR)

    def swaps(self, lender: int, own: int | None) -> Json:
        self.hand_over(1, one_only=own is not None)
        return of(lender, "swap_loan", loan=1, own_loan=own)

    def loan_story_1(self, x: int, y: int, b: int) -> Iterator[Json]:
        for lender, borrower in ((x, b), (y, x), (x, y)):
            yield from self.lend(lender, borrower, 1)
        yield self.hours(1 + self.draw(12))
        yield self.swaps(x, 2)
        yield self.hours(1 + self.draw(12))
        yield self.swaps(y, 3)
        yield from self.lend(y, x, 1)
        yield self.hours(1 + self.draw(12))
        yield self.swaps(x, 4)
        yield of(b, "pay_claims", loan=1, atoms=1 + self.draw(2))
        yield of(b, "pay_interest", loan=1, reduce_lots=0, extend=False)

    def loan_story_2(self, x: int, y: int, b: int) -> Iterator[Json]:
        yield from self.lend(x, b, 3)
        yield from self.lend(y, x, 1)
        yield from self.lend(y, x, 1)
        yield self.hours(1 + self.draw(12))
        yield self.swaps(x, None)
        yield from self.lend(y, x, 1)
        yield self.hours(self.draw(12))
        yield self.swaps(x, 6)
        for loan in (1, 4):
            extend = self.draw(2) == 0
            yield of(b, "pay_interest", loan=loan, reduce_lots=0, extend=extend)

    def loan_story_3(self, x: int, y: int, b: int) -> Iterator[Json]:
        due = self.clock + TERM
        yield from self.lend(x, b, 2)
        yield self.hours(self.draw(4))
        yield from self.lend(y, b, 1)
        for lender, loan in ((x, 1), (y, 2)):
            for term, value in (("extensible", False), ("extensible", True), ("returnable", False)):
                if self.draw(2) == 0:
                    yield self.sets(lender, loan, term, value)
            if self.draw(3) == 0:
                yield self.sets(b, loan, "auto_renew", False)
        for hours in (6, 1, 0):
            yield self.at(due - hours * HOUR + self.draw(2))
            if self.draw(2) == 0:
                account = 1 + self.draw(3)
                yield of(account, "renew_loan", loan=1 + self.draw(2))
        yield self.at(due + 2)
        yield of(b, "pay_interest", loan=1, reduce_lots=0, extend=True)
        yield self.swaps(x, None)
        yield of(y, "swap_loan", loan=2, own_loan=None)
        yield {"type": "roll_loan", "signer": 31, "loan": 1}
        yield self.hours(4)
        yield {"type": "roll_loan", "signer": 31, "loan": 2}

    def sets(self, account: int, loan: int, term: str, value: bool) -> Json:
        terms = {**dict.fromkeys(TERMS), term: value}
        return of(account, "set_loan_terms", loan=loan, **terms)
