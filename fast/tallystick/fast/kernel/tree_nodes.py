"""Nodes of the ladder's trees: rows of equal width, which hold sorted entries.

A node holds its count, then that many entries in ascending order, then PADDING. An entry is one
integer: a key, and below it a row, of a level in a leaf and of a node elsewhere. The key of a
level is the higher, the better it is; the key of a node is at most the least key below it, and 0
at the left edge.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import NONE
from .pair_index import ROW_MASK

NODE_WIDTH: Final = 32
NODE_MOST: Final = 31
NODE_LEAST: Final = 8
"""Entries of a node that is not a root."""
PADDING: Final = 2**62
"""Above every entry: a search needs no count."""


def last_up_to(nodes: vec[i64], node: i64, wanted: i64) -> i64:
    """Cell of the last entry that is at most `wanted`, or the cell before the first entry."""
    cell = node * NODE_WIDTH
    if nodes[cell + 16] <= wanted:
        cell += 16
    if nodes[cell + 8] <= wanted:
        cell += 8
    if nodes[cell + 4] <= wanted:
        cell += 4
    if nodes[cell + 2] <= wanted:
        cell += 2
    if nodes[cell + 1] <= wanted:
        cell += 1
    return cell


def open_gap(nodes: vec[i64], node: i64, gap: i64, width: i64) -> None:
    """Move the entries of a node from the cell `gap` on by `width` cells."""
    count = nodes[node * NODE_WIDTH] + width
    nodes[node * NODE_WIDTH] = count
    cell = node * NODE_WIDTH + count
    while cell >= gap + width:
        nodes[cell] = nodes[cell - width]
        cell -= 1


def close_gap(nodes: vec[i64], node: i64, gap: i64, width: i64) -> None:
    """Drop `width` entries of a node, from the cell `gap` on."""
    count = nodes[node * NODE_WIDTH]
    end = node * NODE_WIDTH + count
    nodes[node * NODE_WIDTH] = count - width
    cell = gap
    while cell + width <= end:
        nodes[cell] = nodes[cell + width]
        cell += 1
    while cell <= end:
        nodes[cell] = PADDING
        cell += 1


def copy_entries(nodes: vec[i64], source: i64, target: i64, width: i64) -> None:
    """Copy `width` cells, of which none is both read and written."""
    cell: i64 = 0
    while cell < width:
        nodes[target + cell] = nodes[source + cell]
        cell += 1


def key_part(entry: i64) -> i64:
    """An entry without its row."""
    return entry - (entry & ROW_MASK)


def join_or_even(nodes: vec[i64], parent: i64, cell: i64) -> i64:
    """Make one node of the two children in `cell` and behind it, or let them share evenly.

    Return the child that is left over, or NONE.
    """
    left = nodes[cell] & ROW_MASK
    right = nodes[cell + 1] & ROW_MASK
    left_cell = left * NODE_WIDTH
    right_cell = right * NODE_WIDTH
    left_count = nodes[left_cell]
    both = left_count + nodes[right_cell]
    if both <= NODE_MOST:
        open_gap(nodes, right, right_cell + 1, left_count)
        copy_entries(nodes, left_cell + 1, right_cell + 1, left_count)
        nodes[cell + 1] = key_part(nodes[cell]) | right
        close_gap(nodes, parent, cell, 1)
        return left
    moved = left_count - both // 2
    if moved > 0:
        open_gap(nodes, right, right_cell + 1, moved)
        rest = left_cell + 1 + left_count - moved
        copy_entries(nodes, rest, right_cell + 1, moved)
        close_gap(nodes, left, rest, moved)
    else:
        copy_entries(nodes, right_cell + 1, left_cell + 1 + left_count, -moved)
        nodes[left_cell] = left_count - moved
        close_gap(nodes, right, right_cell + 1, -moved)
    nodes[cell + 1] = key_part(nodes[right_cell + 1]) | right
    return NONE


def move_lower_half(nodes: vec[i64], parent: i64, cell: i64, left: i64) -> None:
    """Split the full child in `cell`: its lower half goes to the empty node `left`."""
    child = nodes[cell] & ROW_MASK
    half: i64 = NODE_MOST // 2
    copy_entries(nodes, child * NODE_WIDTH + 1, left * NODE_WIDTH + 1, half)
    nodes[left * NODE_WIDTH] = half
    close_gap(nodes, child, child * NODE_WIDTH + 1, half)
    open_gap(nodes, parent, cell, 1)
    nodes[cell] = key_part(nodes[cell]) | left
    nodes[cell + 1] = key_part(nodes[child * NODE_WIDTH + 1]) | child
