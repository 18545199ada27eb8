"""Logs written by hand: short lines in, files out."""

from pathlib import Path

from tallystick.conformance.checkers.log_check import check_log
from tallystick.conformance.checkers.log_files import (
    ORDERS_HEADER,
    TRADES_HEADER,
    read_orders,
    read_trades,
)
from tallystick.conformance.checkers.log_report import LogReport


def orders_text(rows: str) -> str:
    """ORDERS of rows `action order ...`; market M and the sequence, from 1, are added.

    Rows: `new name account side price lots type`, `amend name price lots`, `cancel name [lots]`,
    `removed name lots [cause]`, `decremented name lots`. A dot stands for an empty field, and a
    first word `market=X` for another market.
    """
    lines = [",".join(ORDERS_HEADER)]
    for sequence, row in enumerate(filter(None, rows.splitlines()), start=1):
        words = [word.replace(".", "") for word in row.split()]
        market = words.pop(0).removeprefix("market=") if words[0].startswith("market=") else "M"
        action, order, *fields = words
        fields += [""] * 5
        account = side = price = lots = order_type = cause = ""
        match action:
            case "new":
                account, side, price, lots, order_type = fields[:5]
            case "amend":
                price, lots = fields[:2]
            case "removed":
                lots, cause = fields[:2]
            case _:
                lots = fields[0]
        columns = [str(sequence), action, market, order, account, side, price, lots, order_type]
        lines.append(",".join([*columns, cause]))
    return "\n".join(lines) + "\n"


def trades_text(rows: str) -> str:
    """TRADES of rows `sequence maker taker price lots`, a dot for an empty field; market M."""
    lines = [",".join(TRADES_HEADER)]
    for row in rows.strip().splitlines():
        words = [word.replace(".", "") for word in row.split()]
        market = words.pop(0).removeprefix("market=") if words[0].startswith("market=") else "M"
        lines.append(",".join([words[0], market, *words[1:]]))
    return "\n".join(lines) + "\n"


def judge(folder: Path, orders: str, trades: str) -> LogReport:
    """Write both texts to files, and judge what is read from them."""
    orders_path, trades_path = folder / "orders.csv", folder / "trades.csv"
    orders_path.write_text(orders, encoding="ascii")
    trades_path.write_text(trades, encoding="ascii")
    return check_log(read_orders(orders_path), read_trades(trades_path))
