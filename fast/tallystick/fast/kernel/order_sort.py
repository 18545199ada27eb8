"""Sorting orders of one account in place, for a cancellation of all of them (CMD-044)."""

from librt.vecs import vec
from mypy_extensions import i64

from .layout import ORDER_BOOK, ORDER_ID, ORDER_WIDTH


def _stands_after(rows: vec[i64], one: i64, other: i64) -> bool:
    """Whether an order of an account comes after another by market, then by id (CMD-044)."""
    market = rows[one * ORDER_WIDTH + ORDER_BOOK] >> 1
    other_market = rows[other * ORDER_WIDTH + ORDER_BOOK] >> 1
    if market != other_market:
        return market > other_market
    return rows[one * ORDER_WIDTH + ORDER_ID] > rows[other * ORDER_WIDTH + ORDER_ID]


def _sift_down(rows: vec[i64], heap: vec[i64], start: i64, count: i64) -> None:
    """Let an order sink to its place in a heap with the last order on top."""
    place = start
    order = heap[place]
    child = 2 * place + 1
    while child < count:
        if child + 1 < count and _stands_after(rows, heap[child + 1], heap[child]):
            child += 1
        if not _stands_after(rows, heap[child], order):
            break
        heap[place] = heap[child]
        place = child
        child = 2 * place + 1
    heap[place] = order


def sort_orders(rows: vec[i64], orders: vec[i64], count: i64) -> None:
    """Sort the first `count` orders in place, by heap."""
    start = count // 2
    while start > 0:
        start -= 1
        _sift_down(rows, orders, start, count)
    end = count
    while end > 1:
        end -= 1
        last = orders[0]
        orders[0] = orders[end]
        orders[end] = last
        _sift_down(rows, orders, 0, end)
