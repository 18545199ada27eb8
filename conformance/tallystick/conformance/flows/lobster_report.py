"""What a LOBSTER replay has shown of the venue, as text."""

from collections.abc import Iterator

from tallystick.conformance.flows.lobster_findings import EXPLANATIONS, LobsterFindings
from tallystick.conformance.flows.report import line_list


def lobster_lines(found: LobsterFindings) -> Iterator[str]:
    """The comparison with what the venue recorded."""
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in found.rows.items())
    yield f"messages             {sum(found.rows.values()):,}: {kinds}"
    yield f"opening book         {found.opening_levels:,} levels"
    yield (
        f"corrections          {found.corrections:,} commands for what came and went out of view"
    )
    yield (
        f"takers reproduced    {found.reproduced:,} of {found.takers:,} in price, size and maker of"
        f" every trade; {found.exact:,} of them without any nameless maker"
    )
    yield (
        f"                     {found.same_sizes:,} in price and size of every trade, whoever the"
        " maker"
    )
    for reason, lines in found.unreproduced.items():
        yield f"  not {len(lines):>4,} times     {EXPLANATIONS[reason]} ({line_list(lines)})"
    yield f"  with hidden        {found.with_hidden:,} takers also met orders that no book shows"
    yield (
        f"executions           {found.executions_exact:,} of {found.executions:,} have price, size"
        " and maker of the venue's"
    )
    kept = found.known_queue_executions - len(found.out_of_turn)
    yield (
        f"price-time priority  the venue kept it in {kept:,} of {found.known_queue_executions:,}"
        f" executions in fully known queues (not: {line_list(found.out_of_turn)})"
    )
    agreed = found.deletions - len(found.deletions_different)
    yield f"deleted sizes        {agreed:,} of {found.deletions:,} agree"
    yield (
        f"                     {found.deletions_foretold:,} are of orders that arrived out of view"
        " and got their size from that row"
    )
    for deletion in found.deletions_different:
        yield (
            f"  line {deletion.line:<14,}order {deletion.order_id}: {deletion.venue_lots:,} at the"
            f" venue, {deletion.engine_lots:,} here"
        )
    agreed = found.books - len(found.best_different)
    yield (
        f"book rows            {agreed:,} of {found.books:,} equal in the best prices and sizes"
        f" (not: {line_list(found.best_different)}),"
    )
    agreed = found.books - len(found.levels_different)
    yield (
        f"                     {agreed:,} in all levels but those that have just come into view"
        f" (not: {line_list(found.levels_different)})"
    )
