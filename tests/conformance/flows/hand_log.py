"""A hand-written log, small enough to follow with pencil and paper."""

import lzma
from collections.abc import Iterable
from pathlib import Path

START = 1_430_438_404_000

# Each comment says what the engines must do. Prices in dollars, sizes in bitcoins.
HAND_LOG = (
    # Line 1-2: history, because the first snapshot is line 3.
    'order_created {"price":"100.00","amount":"2.50000000","datetime":"1","id":50,"order_type":0}',
    'trade {"price":100.0,"amount":0.5,"id":1}',
    'order_book {"bids":[["100.00","3.00000000"],["99.50","4.00000000"],["99.00","1.00000000"]],'
    '"asks":[["101.00","2.50000000"],["102.00","5.00000000"]]}',
    # 4-7: a taker of 1 meets order 20, whose 2.5 only the snapshot tells.
    'order_created {"price":"101.00","amount":"1.00000000","datetime":"1","id":60,"order_type":0}',
    'order_changed {"price":"101.00","amount":"1.50000000","datetime":"1","id":20,"order_type":1}',
    'order_deleted {"price":"101.00","amount":"0.00000000","datetime":"1","id":60,"order_type":0}',
    'trade {"price":101.0,"amount":1.0,"id":2}',
    # 8-14: a taker of 2.5 meets 40 and 50; here one order of 3 stands for both.
    'order_created {"price":"100.00","amount":"2.50000000","datetime":"1","id":61,"order_type":1}',
    'order_deleted {"price":"100.00","amount":"0.00000000","datetime":"1","id":40,"order_type":0}',
    'order_changed {"price":"100.00","amount":"1.50000000","datetime":"1","id":61,"order_type":1}',
    'trade {"price":100.0,"amount":1.0,"id":3}',
    'order_changed {"price":"100.00","amount":"0.50000000","datetime":"1","id":50,"order_type":0}',
    'order_deleted {"price":"100.00","amount":"0.00000000","datetime":"1","id":61,"order_type":1}',
    'trade {"price":100.0,"amount":1.5,"id":4}',
    # 15-20: order 62 rests, then chases the market and takes 1 more of order 20.
    'order_created {"price":"100.50","amount":"1.00000000","datetime":"1","id":62,"order_type":0}',
    'order_book {"bids":[["100.50","1.00000000"],["100.00","0.50000000"],["99.50","4.00000000"],'
    '["99.00","1.00000000"]],"asks":[["101.00","1.50000000"],["102.00","5.00000000"]]}',
    'order_changed {"price":"101.00","amount":"1.00000000","datetime":"1","id":62,"order_type":0}',
    'order_changed {"price":"101.00","amount":"0.50000000","datetime":"1","id":20,"order_type":1}',
    'order_deleted {"price":"101.00","amount":"0.00000000","datetime":"1","id":62,"order_type":0}',
    'trade {"price":101.0,"amount":1.0,"id":5}',
    # 21-22: a cancel, and the same once more.
    'order_deleted {"price":"99.50","amount":"4.00000000","datetime":"1","id":10,"order_type":0}',
    'order_deleted {"price":"99.50","amount":"4.00000000","datetime":"1","id":10,"order_type":0}',
    # 23-27: the venue fills 0.0001 (1.01 cents) less than the taker of 0.2 announced.
    'order_created {"price":"101.00","amount":"0.20000000","datetime":"1","id":63,"order_type":0}',
    'order_changed {"price":"101.00","amount":"0.30010000","datetime":"1","id":20,"order_type":1}',
    'order_deleted {"price":"101.00","amount":"0.20000000","datetime":"1","id":63,"order_type":0}',
    'trade {"price":101.0,"amount":0.19990000000000002,"id":6}',
    'order_deleted {"price":"101.00","amount":"0.30010000","datetime":"1","id":20,"order_type":1}',
    # 28-29: deleted before it is created.
    'order_deleted {"price":"103.00","amount":"1.00000000","datetime":"1","id":70,"order_type":1}',
    'order_created {"price":"103.00","amount":"1.00000000","datetime":"1","id":70,"order_type":1}',
    # 30-32: trades that no order explains; the taker of 0.4 meets the nameless 5 at 102.
    'trade {"price":98.0,"amount":0.5,"id":7}',
    'order_created {"price":"102.00","amount":"0.40000000","datetime":"1","id":80,"order_type":0}',
    'trade {"price":102.0,"amount":0.9,"id":8}',
)


def stamped(rows: Iterable[str]) -> bytes:
    """Rows of a log, a tenth of a second apart."""
    return b"".join(f"{START + 100 * i} {row}\n".encode() for i, row in enumerate(rows))


def write_xz(folder: Path, text: bytes) -> Path:
    """A compressed log."""
    path = folder / "flow.log.xz"
    path.write_bytes(lzma.compress(text))
    return path
