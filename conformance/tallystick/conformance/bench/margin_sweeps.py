"""Values and certifies all accounts of a venue after its marks have moved."""

from time import thread_time_ns

from attrs import frozen

from tallystick.conformance.bench.margin_streams import ASSETS, MAKERS, MIDDLE, asset_id
from tallystick.conformance.bench.streams import OPERATOR
from tallystick.fast import FastEngine
from tallystick.reference.types.commands import SetMark
from tallystick.reference.types.units import AccountId, Price

CERTIFIED = 50
"""Accounts that are certified in a round, the first that take."""


@frozen
class Sweep:
    """Of every round, in nanoseconds."""

    accounts: int
    per_valuation: tuple[float, ...]
    per_certificate: tuple[float, ...]


def measure_sweep(engine: FastEngine, accounts: int, takers: int, rounds: int) -> Sweep:
    """All accounts at once; then some one after another."""
    valuations: list[float] = []
    certificates: list[float] = []
    certified = range(MAKERS + 1, MAKERS + min(CERTIFIED, takers) + 1)
    for number in range(rounds):
        for asset in range(ASSETS):
            engine.apply(SetMark(OPERATOR, asset_id(asset), Price(MIDDLE + number - 100)))
        began = thread_time_ns()
        values = engine.risk_based_values(AccountId(1), AccountId(accounts))
        valued = thread_time_ns()
        for account in certified:
            engine.certificate(AccountId(account))
        ended = thread_time_ns()
        assert len(values) == accounts
        valuations.append((valued - began) / accounts)
        certificates.append((ended - valued) / len(certified))
    return Sweep(accounts, tuple(valuations), tuple(certificates))
