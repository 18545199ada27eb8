"""Commands of the example venue whose events violate something, and the clause to be named."""

from attrs import evolve

from tallystick.reference.types.choices import (
    MarketKind,
)
from tallystick.reference.types.events import (
    AccountOpened,
    AssetListed,
    DelegateAdded,
    DelegateRemoved,
    Deposited,
    Event,
    FeeExemptSet,
    HaltedSet,
    MarketListed,
    TimeAdvanced,
    Transferred,
    TreasuryWithdrawn,
    Withdrawn,
)
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    Price,
    PrincipalId,
)
from tests.conformance.trails import (
    ASSET,
    BASE,
    BUY,
    BUY_3,
    FEES_2,
    FEES_3,
    ONE,
    SELL,
    THREE,
    TRADE_2,
    TRADE_3,
    TWO,
    accepted,
    amended,
    bought,
    decremented,
    fee,
    removed,
    rested,
    sold,
)

UNSOUND: dict[str, tuple[str, int, tuple[Event, ...]]] = {
    "the second of the queue trades first": (
        "INV-005",
        1,
        (
            BUY_3,
            bought((TWO, 1), (THREE, 1), 100, 3),
            fee(THREE, 1, ASSET, 4),
            fee(TWO, 1, BASE, 3),
        ),
    ),
    "a worse price trades first": (
        "INV-005",
        1,
        (
            accepted(THREE, 1, BUY, 105, 2),
            bought((TWO, 2), (THREE, 1), 105, 2),
            fee(THREE, 1, ASSET, 3),
            fee(TWO, 2, BASE, 3),
        ),
    ),
    "the second of the queue is removed first": (
        "INV-005",
        1,
        (BUY_3, removed(TWO, 1, 3, "underfunded"), removed(THREE, 1, 3, "unfilled")),
    ),
    "a maker on the taker's own side": (
        "INV-005",
        1,
        (accepted(THREE, 1, SELL, 110, 2), removed(ONE, 1, 3, "underfunded"), rested(THREE, 1, 2)),
    ),
    "the taker's price is paid": (
        "MAT-029",
        1,
        (evolve(BUY_3, price=Price(105)), evolve(TRADE_3, price=Price(105)), *FEES_3),
    ),
    "a trade beyond the taker's limit": (
        "MAT-022",
        1,
        (evolve(BUY_3, price=Price(95)), TRADE_3, *FEES_3),
    ),
    "half a trade, and on": (
        "MAT-029",
        2,
        (BUY_3, TRADE_2, *FEES_2, evolve(TRADE_2, lots=Lots(1)), fee(THREE, 1, ASSET, 1)),
    ),
    "half a trade, and the rest rests": (
        "MAT-029",
        1,
        (BUY_3, TRADE_2, *FEES_2, rested(THREE, 1, 1)),
    ),
    "a completed taker's maker is cut": (
        "CMD-052",
        1,
        (evolve(BUY_3, lots=Lots(2)), TRADE_2, *FEES_2, removed(ONE, 1, 1, "underfunded")),
    ),
    "more is traded than the maker has": (
        "INV-007",
        0,
        (
            evolve(BUY_3, lots=Lots(4)),
            evolve(TRADE_3, lots=Lots(4)),
            removed(THREE, 1, 4, "unfilled"),
        ),
    ),
    "no lots are traded": (
        "INV-007",
        0,
        (BUY_3, evolve(TRADE_3, lots=Lots(0)), removed(THREE, 1, 3, "unfilled")),
    ),
    "the remainder vanishes": ("CMD-052", 0, (evolve(BUY_3, price=Price(95)),)),
    "the remainder vanishes before the next order": (
        "CMD-052",
        0,
        (evolve(BUY_3, price=Price(95)), accepted(THREE, 2, BUY, 90, 2), rested(THREE, 2, 2)),
    ),
    "less rests than is left": (
        "CMD-052",
        0,
        (evolve(BUY_3, price=Price(95)), rested(THREE, 1, 2)),
    ),
    "an order rests crossed": ("INV-004", 0, (BUY_3, rested(THREE, 1, 3))),
    "another order rests": (
        "CMD-052",
        0,
        (BUY_3, rested(ONE, 1, 3), removed(THREE, 1, 3, "unfilled")),
    ),
    "a trade without an incoming order": ("CMD-052", 0, (TRADE_3,)),
    "a trade of another incoming order": (
        "CMD-052",
        0,
        (BUY_3, bought((ONE, 1), (TWO, 2), 100, 3), removed(THREE, 1, 3, "unfilled")),
    ),
    "a trade on the other side": (
        "CMD-050",
        0,
        (BUY_3, sold((ONE, 1), (THREE, 1), 100, 3), removed(THREE, 1, 3, "unfilled")),
    ),
    "a cause that removes no maker": (
        "CMD-052",
        1,
        (BUY_3, removed(ONE, 1, 3, "cancelled"), removed(THREE, 1, 3, "unfilled")),
    ),
    "a cause that removes no taker": ("CMD-052", 0, (BUY_3, removed(THREE, 1, 3, "cancelled"))),
    "a cause of walks outside of one": ("CMD-052", 0, (removed(ONE, 1, 3, "underfunded"),)),
    "other lots are removed than are open": ("CMD-050", 0, (removed(ONE, 1, 2, "cancelled"),)),
    "an order is removed that never was": ("INV-008", 0, (removed(ONE, 9, 3, "cancelled"),)),
    "an order is removed twice": (
        "INV-008",
        0,
        (removed(ONE, 1, 3, "cancelled"), removed(ONE, 1, 3, "cancelled")),
    ),
    "an order is amended to what it was": ("CMD-041", 0, (amended(ONE, 1, 100, 3),)),
    "a live maker is removed as expired": (
        "MAT-024",
        1,
        (BUY_3, removed(ONE, 1, 3, "expired"), removed(THREE, 1, 3, "unfilled")),
    ),
    "a maker of another account is a self-trade": (
        "MAT-026",
        1,
        (BUY_3, removed(ONE, 1, 3, "self_trade"), removed(THREE, 1, 3, "unfilled")),
    ),
    "an account trades with itself": (
        "MAT-026",
        1,
        (
            accepted(ONE, 2, BUY, 100, 3),
            bought((ONE, 1), (ONE, 2), 100, 3),
            fee(ONE, 2, ASSET, 4),
            fee(ONE, 1, BASE, 3),
        ),
    ),
    "less than the smaller quantity is decremented": (
        "MAT-026",
        1,
        (
            accepted(ONE, 2, BUY, 100, 4),
            decremented(ONE, 1, 2, 2),
            removed(ONE, 2, 2, "self_trade"),
        ),
    ),
    "the buyer pays an atom too much": (
        "SPT-012",
        1,
        (BUY_3, TRADE_3, fee(THREE, 1, ASSET, 5), FEES_3[1]),
    ),
    "the buyer pays an atom too little": (
        "SPT-012",
        1,
        (BUY_3, TRADE_3, fee(THREE, 1, ASSET, 3), FEES_3[1]),
    ),
    "the buyer pays nothing": ("SPT-012", 1, (BUY_3, TRADE_3, FEES_3[1])),
    "the buyer pays in the other asset": (
        "SPT-012",
        1,
        (BUY_3, TRADE_3, fee(THREE, 1, BASE, 4), FEES_3[1]),
    ),
    "the seller pays first": ("CMD-052", 1, (BUY_3, TRADE_3, FEES_3[1], FEES_3[0])),
    "a fee is paid twice": ("CMD-052", 1, (BUY_3, TRADE_3, *FEES_3, FEES_3[1])),
    "somebody else pays": ("CMD-052", 1, (BUY_3, TRADE_3, *FEES_3, fee(TWO, 1, BASE, 1))),
    "a fee outside of a walk": ("CMD-052", 0, (fee(ONE, 1, BASE, 1),)),
    "a touch is not counted": ("MAT-021", 0, (BUY_3, TRADE_3, *FEES_3)),
    "a cut maker is counted twice": (
        "MAT-021",
        2,
        (
            BUY_3,
            TRADE_2,
            *FEES_2,
            removed(ONE, 1, 1, "underfunded"),
            removed(THREE, 1, 1, "unfilled"),
        ),
    ),
    "a balance is overdrawn": ("INV-002", 0, (Withdrawn(ONE, BASE, Atoms(1_001)),)),
    "a transfer overdraws": ("INV-002", 0, (Transferred(ONE, TWO, BASE, Atoms(1_001)),)),
    "a trade overdraws": (
        "INV-002",
        1,
        (Withdrawn(THREE, BASE, Atoms(701)), BUY_3, TRADE_3, *FEES_3),
    ),
    "the treasury is overdrawn": ("INV-002", 0, (TreasuryWithdrawn(BASE, Atoms(1)),)),
    "the supply exceeds 2^56": ("INV-002", 0, (Deposited(ONE, BASE, Atoms(2**56 - 2_999)),)),
    "an order id is used again": (
        "MAT-004",
        0,
        (accepted(ONE, 1, SELL, 110, 2), removed(ONE, 1, 2, "unfilled")),
    ),
    "a fourth order of one account": (
        "INV-007",
        0,
        tuple(
            event
            for n in (2, 3, 4)
            for event in (accepted(ONE, n, SELL, 110, 2), rested(ONE, n, 2))
        ),
    ),
    "an eighth order of the venue": (
        "INV-007",
        0,
        tuple(
            event
            for account, n in ((ONE, 2), (ONE, 3), (TWO, 3), (THREE, 1), (THREE, 2))
            for event in (accepted(account, n, SELL, 110, 2), rested(account, n, 2))
        ),
    ),
    "an account id is left out": ("STA-005", 0, (AccountOpened(AccountId(5), PrincipalId(14)),)),
    "an asset id is used again": ("STA-007", 0, (AssetListed(ASSET, Atoms(10), Atoms(5)),)),
    "a market id is left out": (
        "STA-009",
        0,
        (MarketListed(MarketId(3), ASSET, MarketKind.PERP, Price(5), Lots(2)),),
    ),
    "a delegate is added twice": (
        "CMD-021",
        0,
        (DelegateAdded(ONE, PrincipalId(21)), DelegateAdded(ONE, PrincipalId(21))),
    ),
    "a delegate is removed who was none": ("CMD-022", 0, (DelegateRemoved(ONE, PrincipalId(21)),)),
    "a market is resumed that was not halted": (
        "CMD-029",
        0,
        (HaltedSet(MarketId(1), halted=False),),
    ),
    "an exemption ends that was none": ("CMD-030", 0, (FeeExemptSet(ONE, exempt=False),)),
    "time stands still": ("CMD-032", 0, (TimeAdvanced(Milliseconds(0)),)),
    "an unknown account": ("INV-008", 0, (Deposited(AccountId(9), BASE, Atoms(1)),)),
    "an unknown asset": ("INV-008", 0, (Deposited(ONE, AssetId(9), Atoms(1)),)),
    "an unknown market": ("INV-008", 0, (HaltedSet(MarketId(9), halted=True),)),
}
