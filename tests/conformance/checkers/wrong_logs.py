"""Logs with one wrong row each, and what the checker must say of it.

The fourth part is `file line field expected got clause`; a blank in a word is written `_`. Line 2
is the first row. The expectations follow from the clause named, by hand.
"""

# A sells 5 and then B sells 5, both at 100.
QUEUE = """
new a1 A sell 100 5 limit
new b1 B sell 100 5 limit
"""
LADDER = """
new a1 A sell 100 5 limit
new b1 B sell 101 5 limit
"""

WRONG_LOGS: dict[str, tuple[str, str, str]] = {
    "sound trades at the taker's price": (
        LADDER + "new c1 C buy 102 2 limit",
        "3 a1 c1 102 2",
        "TRADES 2 price 100 102 MAT-029",
    ),
    "sound trades at the midpoint": (
        LADDER + "new c1 C buy 102 2 limit",
        "3 a1 c1 101 2",
        "TRADES 2 price 100 101 MAT-029",
    ),
    "last in, first out at a level": (
        QUEUE + "new c1 C buy 100 5 limit",
        "3 b1 c1 100 5",
        "TRADES 2 maker a1 b1 MAT-010",
    ),
    "a partial fill loses the place": (
        QUEUE + "new c1 C buy 100 2 limit\nnew c2 C buy 100 4 limit",
        "3 a1 c1 100 2\n4 b1 c2 100 4",
        "TRADES 3 maker a1 b1 MAT-011",
    ),
    "an amend to fewer lots loses the place": (
        QUEUE + "amend a1 100 4\nnew c1 C buy 100 4 limit",
        "4 b1 c1 100 4",
        "TRADES 2 maker a1 b1 MAT-011",
    ),
    "an amend to equal lots loses the place": (
        QUEUE + "amend a1 100 5\nnew c1 C buy 100 4 limit",
        "4 b1 c1 100 4",
        "TRADES 2 maker a1 b1 MAT-010",
    ),
    "an amend to more lots keeps the place": (
        QUEUE + "amend a1 100 6\nnew c1 C buy 100 4 limit",
        "4 a1 c1 100 4",
        "TRADES 2 maker b1 a1 MAT-010",
    ),
    "the best level is skipped": (
        LADDER + "new c1 C buy 102 2 limit",
        "3 b1 c1 101 2",
        "TRADES 2 maker a1 b1 MAT-010",
    ),
    "a buy trades beyond its limit": (
        LADDER + "new c1 C buy 100 7 limit",
        "3 a1 c1 100 5\n3 b1 c1 101 2",
        "TRADES 3 maker no_further_trade b1 MAT-022",
    ),
    "a sell trades beyond its limit": (
        "new a1 A buy 100 5 limit\nnew b1 B sell 101 5 limit",
        "2 a1 b1 100 5",
        "TRADES 2 maker no_further_trade a1 MAT-022",
    ),
    "the maker is filled beyond its lots": (
        QUEUE + "new c1 C buy 100 6 limit",
        "3 a1 c1 100 6",
        "TRADES 2 lots 5 6 MAT-029",
    ),
    "the taker is filled beyond its lots": (
        QUEUE + "new c1 C buy 100 5 limit",
        "3 a1 c1 100 5\n3 b1 c1 100 1",
        "TRADES 3 maker no_further_trade b1 MAT-022",
    ),
    "a trade is split in two": (
        QUEUE + "new c1 C buy 100 4 limit",
        "3 a1 c1 100 2\n3 a1 c1 100 2",
        "TRADES 2 lots 4 2 MAT-029",
    ),
    "a limit order rests crossed": (
        QUEUE + "new c1 C buy 100 4 limit",
        "",
        "ORDERS 4 order a_trade_of_4_lots_at_100_with_a1 none_in_TRADES INV-004",
    ),
    "the rest of a limit order rests crossed": (
        LADDER + "new c1 C buy 101 7 limit",
        "3 a1 c1 100 5",
        "ORDERS 4 order a_trade_of_2_lots_at_101_with_b1 none_in_TRADES INV-004",
    ),
    "an amend rests crossed": (
        "new a1 A sell 105 5 limit\nnew b1 B buy 100 5 limit\namend a1 99 3",
        "",
        "ORDERS 4 order a_trade_of_3_lots_at_100_with_b1 none_in_TRADES INV-004",
    ),
    "an ioc order stops early": (
        LADDER + "new c1 C buy 101 7 ioc",
        "3 a1 c1 100 5",
        "ORDERS 4 order a_trade_of_2_lots_at_101_with_b1 none_in_TRADES MAT-022",
    ),
    "an ioc order stops early and says so": (
        LADDER + "new c1 C buy 101 7 ioc\nremoved c1 2 unfilled",
        "3 a1 c1 100 5",
        "ORDERS 5 cause a_trade_with_b1 unfilled MAT-031",
    ),
    "the rest of an ioc order rests": (
        "new c1 C buy 100 7 ioc\nnew a1 A sell 100 5 limit",
        "2 c1 a1 100 5",
        "TRADES 2 maker no_further_trade c1 MAT-022",
    ),
    "a market order stops at a limit that it has not": (
        LADDER + "new c1 C buy . 7 market",
        "3 a1 c1 100 5",
        "ORDERS 4 order a_trade_of_2_lots_at_101_with_b1 none_in_TRADES MAT-022",
    ),
    "a fill-or-kill order is filled in part": (
        QUEUE + "new c1 C buy 100 12 fok",
        "3 a1 c1 100 5\n3 b1 c1 100 5",
        "ORDERS 4 order_type a_rejection fok MAT-032",
    ),
    "a fill-or-kill order leaves out a trade": (
        QUEUE + "new c1 C buy 100 10 fok",
        "3 a1 c1 100 5",
        "ORDERS 4 order a_trade_of_5_lots_at_100_with_b1 none_in_TRADES MAT-032",
    ),
    "a fill-or-kill order counts what it decremented": (
        QUEUE + "new a2 A buy 100 10 fok\ndecremented a1 5",
        "3 b1 a2 100 5",
        "ORDERS 4 order_type a_rejection fok MAT-032",
    ),
    "a post-only order crosses and trades": (
        QUEUE + "new c1 C buy 100 4 post_only",
        "3 a1 c1 100 4",
        "ORDERS 4 order_type a_rejection post_only MAT-025",
    ),
    "a post-only order rests crossed": (
        QUEUE + "new c1 C buy 100 4 post_only",
        "",
        "ORDERS 4 order_type a_rejection post_only MAT-025",
    ),
    "a cancelled order trades": (
        QUEUE + "cancel a1\nnew c1 C buy 100 4 limit",
        "4 a1 c1 100 4",
        "TRADES 2 maker b1 a1 MAT-020",
    ),
    "a filled order trades again": (
        QUEUE + "new c1 C buy 100 5 limit\nnew c2 C buy 100 5 limit",
        "3 a1 c1 100 5\n4 a1 c2 100 5",
        "TRADES 3 maker b1 a1 MAT-020",
    ),
    "an order trades with its own side": (
        QUEUE + "new c1 C buy 99 5 limit\nnew c2 C buy 100 5 limit",
        "4 c1 c2 100 5",
        "TRADES 2 maker a1 c1 MAT-020",
    ),
    "maker and taker are exchanged": (
        "new a1 A sell 100 5 limit\nnew c1 C buy 105 5 limit",
        "2 c1 a1 100 5",
        "TRADES 2 taker c1 a1 MAT-020",
    ),
    "a trade is told of another market": (
        QUEUE + "new c1 C buy 100 5 limit",
        "market=N 3 a1 c1 100 5",
        "TRADES 2 market M N MAT-020",
    ),
    "two markets share a book": (
        "new a1 A sell 100 5 limit\nmarket=N new c1 C buy 100 5 limit",
        "market=N 2 a1 c1 100 5",
        "TRADES 2 maker no_further_trade a1 MAT-022",
    ),
    "an account trades with itself": (
        "new a1 A sell 100 5 limit\nnew a2 A buy 100 5 limit",
        "2 a1 a2 100 5",
        "TRADES 2 maker an_order_of_another_account a1 MAT-026",
    ),
    "a trade of a cancel": (
        QUEUE + "cancel a1",
        "3 a1 b1 100 5",
        "TRADES 2 sequence that_of_an_order_that_walks 3 CNF-084",
    ),
    "a trade of an amend that keeps its place": (
        QUEUE + "amend a1 100 4",
        "3 b1 a1 100 4",
        "TRADES 2 sequence that_of_an_order_that_walks 3 CNF-084",
    ),
    "a trade of a sequence that is none": (
        QUEUE + "new c1 C buy 100 5 limit",
        "3 a1 c1 100 5\n9 b1 c1 100 5",
        "TRADES 3 sequence that_of_a_row_new_or_amend 9 CNF-084",
    ),
    "a trade of the highest sequence": (
        QUEUE,
        "4611686018427387903 b1 c1 100 5",
        "TRADES 2 sequence that_of_a_row_new_or_amend 4611686018427387903 CNF-084",
    ),
    "a trade of the sequence of a removal": (
        LADDER + "new c1 C buy 101 7 limit\nremoved a1 5 expired\nnew d1 D buy 90 1 limit",
        "3 b1 c1 101 5\n4 b1 c1 101 2",
        "TRADES 3 sequence that_of_a_row_new_or_amend 4 CNF-084",
    ),
    "a cancel of an order that never was": (
        QUEUE + "cancel x1",
        "",
        "ORDERS 4 order an_order_that_rests x1 CMD-042",
    ),
    "a cancel of an order that is filled": (
        QUEUE + "new c1 C buy 100 5 limit\ncancel a1",
        "3 a1 c1 100 5",
        "ORDERS 5 order an_order_that_rests a1 CMD-042",
    ),
    "a cancel of lots that were traded": (
        QUEUE + "new c1 C buy 100 2 limit\ncancel a1 5",
        "3 a1 c1 100 2",
        "ORDERS 5 lots 3 5 CMD-050",
    ),
    "an amend of an order that is gone": (
        QUEUE + "cancel a1\namend a1 100 4",
        "",
        "ORDERS 5 order an_order_that_rests a1 CMD-041",
    ),
    "a removal that no walk made": (
        QUEUE + "cancel a1\nremoved b1 5 expired",
        "",
        "ORDERS 5 action new,_amend_or_cancel removed CNF-083",
    ),
    "a removal before any order": (
        "removed b1 5 expired",
        "",
        "ORDERS 2 action new,_amend_or_cancel removed CNF-083",
    ),
    "a removal of an order that was not met": (
        LADDER + "new c1 C buy 100 5 limit\nremoved b1 5 expired",
        "3 a1 c1 100 5",
        "ORDERS 5 order no_such_row b1 MAT-022",
    ),
    "a removal of the next order by a taker that is filled": (
        QUEUE + "new c1 C buy 100 5 limit\nremoved b1 5 expired",
        "3 a1 c1 100 5",
        "ORDERS 5 order no_such_row b1 MAT-022",
    ),
    "a removal of an order on the taker's side": (
        "new a1 A buy 90 5 limit\nnew c1 C buy 100 5 limit\nremoved a1 5 expired",
        "",
        "ORDERS 4 order no_such_row a1 MAT-022",
    ),
    "a removal of an order that does not rest": (
        QUEUE + "new c1 C buy 100 5 limit\nremoved x1 5 expired",
        "3 a1 c1 100 5",
        "ORDERS 5 order the_incoming_order_or_a_resting_one,_once x1 MAT-020",
    ),
    "a removal told twice": (
        QUEUE + "new c1 C buy 100 5 limit\nremoved a1 5 expired\nremoved a1 5 expired",
        "3 b1 c1 100 5",
        "ORDERS 6 order the_incoming_order_or_a_resting_one,_once a1 MAT-020",
    ),
    "more lots are removed than were open": (
        QUEUE + "new c1 C buy 100 5 limit\nremoved a1 6 underfunded",
        "3 b1 c1 100 5",
        "ORDERS 5 lots 5 6 CMD-050",
    ),
    "an expired order is removed in part": (
        QUEUE + "new c1 C buy 100 5 limit\nremoved a1 4 expired",
        "3 a1 c1 100 1\n3 b1 c1 100 4",
        "ORDERS 5 lots 5 4 CMD-050",
    ),
    "a maker is cut by a trade that fills the taker": (
        QUEUE + "new c1 C buy 100 2 limit\nremoved a1 3 underfunded",
        "3 a1 c1 100 2",
        "ORDERS 5 lots 5 3 MAT-029",
    ),
    "a maker goes for what only its taker does": (
        QUEUE + "new c1 C buy 100 5 limit\nremoved a1 5 unfilled",
        "3 b1 c1 100 5",
        "ORDERS 5 cause one_of_expired,_self_trade,_underfunded,_loan_limit,_reduce_only,"
        "_position_limit unfilled CMD-052",
    ),
    "a taker goes for what only a maker does": (
        "new c1 C buy 100 5 ioc\nremoved c1 5 expired",
        "",
        "ORDERS 3 cause one_of_self_trade,_underfunded,_loan_limit,_reduce_only,_position_limit,"
        "_leg_limit,_work_limit,_unfilled expired CMD-052",
    ),
    "self-trade is said of two accounts": (
        QUEUE + "new c1 C buy 100 5 limit\nremoved a1 5 self_trade",
        "3 b1 c1 100 5",
        "ORDERS 5 order an_order_of_the_taker's_account a1 MAT-026",
    ),
    "a taker stops for self-trade before another account": (
        QUEUE + "new c1 C buy 100 5 limit\nremoved c1 5 self_trade",
        "",
        "ORDERS 5 order an_order_of_the_taker's_account c1 MAT-026",
    ),
    "a decrement of two accounts": (
        QUEUE + "new c1 C buy 100 5 limit\ndecremented a1 5",
        "",
        "ORDERS 5 order an_order_of_the_taker's_account a1 MAT-026",
    ),
    "a decrement of the greater quantity": (
        QUEUE + "new a2 A buy 100 7 limit\ndecremented a1 4",
        "3 a1 a2 100 1\n3 b1 a2 100 2",
        "ORDERS 5 lots 5 4 MAT-026",
    ),
    "a decrement names the taker": (
        QUEUE + "new a2 A buy 100 7 limit\ndecremented a2 5",
        "3 b1 a2 100 2",
        "ORDERS 5 order the_incoming_order_or_a_resting_one,_once a2 MAT-020",
    ),
    "a taker is decremented and then removed with too many lots": (
        QUEUE + "new a2 A buy 100 7 limit\ndecremented a1 5\nremoved a2 3 work_limit",
        "",
        "ORDERS 6 lots 2 3 CMD-050",
    ),
    "a taker is removed with more lots than it had": (
        QUEUE + "new c1 C buy 100 5 limit\nremoved c1 6 underfunded",
        "",
        "ORDERS 5 lots 5 6 CMD-050",
    ),
    "a taker is removed with fewer lots than were left": (
        QUEUE + "new c1 C buy 100 12 ioc\nremoved c1 1 unfilled",
        "3 a1 c1 100 5\n3 b1 c1 100 5",
        "ORDERS 5 lots 2 1 CMD-050",
    ),
    "what is left of a limit order is removed as unfilled": (
        "new a1 A sell 100 5 limit\nnew c1 C buy 100 7 limit\nremoved c1 2 unfilled",
        "2 a1 c1 100 5",
        "ORDERS 4 cause no_removal unfilled MAT-030",
    ),
    "the budget ends a walk that had ended": (
        "new a1 A sell 100 5 limit\nnew c1 C buy 100 7 limit\nremoved c1 2 work_limit",
        "2 a1 c1 100 5",
        "ORDERS 4 cause no_removal work_limit MAT-022",
    ),
    "self-trade ends a walk that had ended": (
        "new a1 A sell 100 5 limit\nnew c1 C buy 100 7 ioc\nremoved c1 2 self_trade",
        "2 a1 c1 100 5",
        "ORDERS 4 cause unfilled self_trade MAT-022",
    ),
}
