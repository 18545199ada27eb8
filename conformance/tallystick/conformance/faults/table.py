"""The table of faults and methods, as `spec/rationale/strength.md` shows it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tallystick.conformance.faults.contracts import SECONDS, Judgement
from tallystick.conformance.faults.faulty import waiting_faults
from tallystick.conformance.faults.methods import CAMPAIGNS, Sighting
from tallystick.conformance.faults.strength import Strength
from tallystick.conformance.spec_files import spec_directory

TABLE = Path("rationale") / "strength.md"
UNSEEN = "-"
SEEN = "yes"
BY_PROBE = "probe"
NOT_ASKED = ""
IN_VECTOR = "vector"
CELLS_OF_JUDGEMENTS = {
    Judgement.REFUTED: SEEN,
    Judgement.NOT_REFUTED: UNSEEN,
    Judgement.NOT_ASKED: NOT_ASKED,
}


def table_path() -> Path:
    """Where the table is kept."""
    return spec_directory() / TABLE


def table_lines(
    strengths: Sequence[Strength], sightings: Sequence[Sighting], commands: int
) -> Iterator[str]:
    """The whole file: one row for each fault, then those that wait."""
    rows = list(zip(strengths, sightings, strict=True))
    seen = [[cell not in (UNSEEN, NOT_ASKED) for cell in _cells(*row)] for row in rows]
    counts = [sum(column) for column in zip(*seen, strict=True)]
    probed = sum(cell_of_vectors(strength) == BY_PROBE for strength in strengths)
    asked = sum(sighting.judgement is not Judgement.NOT_ASKED for sighting in sightings)
    yield from f"""\
# How strong the suite is

A suite is as good as the wrong engines that it refuses. The *fault catalogue* holds {len(rows)} wrong engines: each is the
reference with one fault, and breaks one clause. Ids with `m`, `a`, `l`, `p`, `r` and `q` are faults known from the field, those with `x`
and `y` are ours, so that every MUST clause of chapters 01 to 09 is broken by at least one.

- *vectors*: {SEEN} if a vector that names the broken clause is answered otherwise than it says, and passed by the reference.
  `{BY_PROBE}` if the fault is in what an engine reads and writes, of which no vector knows, and a probe of its clause
  (CNF-144) sees it and is passed by the reference behind a pipe. Such a fault is given one sequence of each campaign.
- *auditor*: it follows the events and dumps of the engine, and knows chapter 10 but no rule of matching.
- *log checker*: it judges trades by the order log alone (log format, section 2).
- *campaign*: outcomes, dumps and roots are compared with those of the reference.
- *contracts*: an assertion of the reference fails. Everywhere else an engine with a fault runs without them.
- *CrossHair*: {SEEN} if it refutes a contract of a function that the fault changes, within {SECONDS} seconds. It is asked about the
  pure functions of numbers, crossing, fees and reservations, and the cell is empty where a fault changes none of them.

Auditor, log checker, campaign and contracts were given {commands:,} commands: {len(CAMPAIGNS)} campaigns with seed 1, by turns, in sequences of
250. The number says after how many commands the fault was seen; the log checker looks at the end of a sequence. Contracts
that hold there were tried with the vectors, too: then the cell says `{IN_VECTOR}`. That an engine crashes in another way or never
ends is no sighting. `tallystick faults show ID` says where a fault was met and which lines it changes, `tallystick faults
run` repeats the column of the vectors, `tallystick faults table --write` writes this file anew.

Seen by the vectors: {counts[0] - probed} of {len(rows)}. By the auditor: {counts[1]}. By the log checker: {counts[2]}. By the campaign: {counts[3]}. By contracts: {counts[4]}.
By CrossHair: {counts[5]} of the {asked} that it was asked about.
By probes of the protocol: {probed}.

| id | clause | what the engine does | vectors | auditor | log checker | campaign | contracts | CrossHair |
|---|---|---|---|---|---|---|---|---|
""".splitlines()  # noqa: E501
    for strength, sighting in rows:
        fault = strength.fault
        cells = (fault.id, fault.clause, fault.does, *_cells(strength, sighting))
        yield f"| {' | '.join(cells)} |"
    beyond = [strength.fault for strength in strengths if strength.fault.beyond_vectors]
    if beyond:
        yield from ("", "No vector can see these:", "")
        yield from (f"- {fault.id}: {fault.beyond_vectors}." for fault in beyond)
    if waiting_faults():
        yield from ("", "Known faults that wait:", "")
        yield from (f"- {fault.id}: {fault.does} {fault.why}" for fault in waiting_faults())


def column_of_vectors(lines: Iterable[str]) -> dict[str, str]:
    """Of every row of a table the cell of the vectors, by the id of the fault."""
    rows = (line.split(" | ") for line in lines if line.startswith("| ") and " | " in line)
    return {row[0].removeprefix("| "): row[3] for row in rows if row[0] != "| id"}


def cell_of_vectors(strength: Strength) -> str:
    """What the column of the vectors says of a fault."""
    seen = BY_PROBE if strength.fault.is_of_the_pipe else SEEN
    return seen if strength.is_killed else UNSEEN


def _cells(strength: Strength, sighting: Sighting) -> tuple[str, ...]:
    counts = (sighting.auditor, sighting.log_checker, sighting.campaign)
    return (
        cell_of_vectors(strength),
        *(UNSEEN if count is None else f"{count:,}" for count in counts),
        _cell_of_contracts(sighting),
        CELLS_OF_JUDGEMENTS[sighting.judgement],
    )


def _cell_of_contracts(sighting: Sighting) -> str:
    if sighting.contracts is not None:
        return f"{sighting.contracts:,}"
    return IN_VECTOR if sighting.breaks_contract_in_vector else UNSEEN
