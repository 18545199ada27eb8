"""The command `tallystick check-certificate`: an RBV added up without an engine."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from tallystick.conformance.command_line import AsJson, errors, fail
from tallystick.conformance.margin.certificate_check import certificate_faults
from tallystick.conformance.margin.certificate_json import decode_certificate
from tallystick.conformance.verdicts import USAGE_EXIT_CODE
from tallystick.conformance.wire import WireError
from tallystick.reference.types.certificate import Certificate

STDIN = "-"
MOST_BYTES = 64 * 2**20
FAULTY_EXIT_CODE = 1
REPORT_FORMAT = "tallystick-certificate-report/1"
CHECK_EPILOG = (
    "The format is that of `tallystick explain margin --json`, in spec/schema/certificate.json."
    "\n\nExamples:\n\n  tallystick check-certificate certificate.json"
    "\n\n  tallystick explain margin 08-margin:1 --json | tallystick check-certificate -"
    "\n\nExit codes: 0 it adds up; 1 it does not; 2 it is no certificate, or cannot be read."
)


def check_certificate_command(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A certificate as one JSON object; - reads standard input."
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Add up the certificate of an account, without an engine.

    Its parts are taken as they are stated: balances, principal, provisions, legs, orders, marks and
    risk values. From them the holdings, all eight pieces of every asset at both scales, the least
    of them, what it is rounded to, and the sums are made anew. Everything that is otherwise in the
    certificate is named with what was expected and what was found.
    """
    with errors():
        certificate = _read(file)
        faults = certificate_faults(certificate)
        if as_json:
            typer.echo(
                json.dumps(
                    {
                        "format": REPORT_FORMAT,
                        "account": str(certificate.account),
                        "adds_up": not faults,
                        "initial_atoms": str(certificate.initial_atoms),
                        "maintenance_atoms": str(certificate.maintenance_atoms),
                        "faults": [
                            {
                                "asset": None if one.asset is None else str(one.asset),
                                "part": one.part,
                                "expected": one.expected,
                                "found": one.found,
                            }
                            for one in faults
                        ],
                    }
                )
            )
        else:
            for fault in faults:
                typer.echo(str(fault))
            typer.echo(_verdict(certificate, len(faults)))
        if faults:
            raise typer.Exit(FAULTY_EXIT_CODE)


def _read(file: str) -> Certificate:
    """What a file or standard input holds; a refusal in words if it is no certificate."""
    name = "standard input" if file == STDIN else file
    try:
        if file == STDIN:
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(file).open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        fail(f"cannot read {name}: {error.strerror}", USAGE_EXIT_CODE)
    if len(content) > MOST_BYTES:
        fail(f"{name} is longer than {MOST_BYTES} bytes", USAGE_EXIT_CODE)
    try:
        return decode_certificate(content)
    except WireError as error:
        fail(f"{name} is no certificate: {error}", USAGE_EXIT_CODE)


def _verdict(certificate: Certificate, faults: int) -> str:
    account, assets = certificate.account, len(certificate.assets)
    if faults:
        parts = "1 part does" if faults == 1 else f"{faults} parts do"
        return f"certificate of account {account}: {parts} not add up"
    return (
        f"certificate of account {account}, {assets} asset{'' if assets == 1 else 's'}: adds up to"
        f" RBV initial {certificate.initial_atoms}, maintenance {certificate.maintenance_atoms}"
    )
