"""Networks, positions and funding as JSON objects; amounts, times and ids are decimal strings."""

from collections.abc import Sequence
from typing import Any

from tallystick.conformance.explain.funding_ticks import FundingStory
from tallystick.conformance.explain.network import Network, touched_legs
from tallystick.conformance.explain.network_text import title
from tallystick.conformance.explain.objects import FORMAT, event_object, sum_object
from tallystick.conformance.explain.perp_views import TREASURY
from tallystick.conformance.explain.positions import Standing
from tallystick.conformance.explain.sums import Sum
from tallystick.conformance.wire import command_object, outcome_object
from tallystick.reference.types.dump import DebtDump, LegDump


def network_object(network: Network) -> dict[str, Any]:
    """A market before and after a command; nothing is left out."""
    return {
        "format": FORMAT,
        "source": network.name,
        "target": network.target,
        "market": str(network.market),
        "command_number": network.number,
        "command": command_object(network.command),
        "title": title(network),
        "outcome": outcome_object(network.outcome),
        "mark": _pair(network.before.mark, network.after.mark),
        "index": _pair(network.before.funding.index, network.after.funding.index),
        "touched_legs": touched_legs(network),
        "legs": [
            {
                "change": str(link.change),
                "before": None if link.before is None else _leg(link.before),
                "after": None if link.after is None else _leg(link.after),
            }
            for link in network.links
        ],
        "steps": [
            {
                "trade": step.trade,
                "part": step.part,
                "lots": str(step.lots),
                "words": step.words,
                "sums": _sums(step.sums),
            }
            for step in network.steps
        ],
        "payments": [
            {
                "payer": str(one.payer),
                "receiver": "treasury" if one.receiver == TREASURY else str(one.receiver),
                "asset": str(one.asset),
                "what": one.what,
                "offset_atoms": str(one.offset_atoms),
                "atoms": str(one.atoms),
                "debt_atoms": str(one.debt_atoms),
                "sums": _sums(one.sums),
            }
            for one in network.payments
        ],
        "accounts": [
            {
                "account": str(node.account),
                "roles": list(node.roles),
                "position": _pair(node.before, node.after),
                "wealth": _pair(node.wealth_before, node.wealth_after),
                "change": _sums((node.cause,))[0],
            }
            for node in network.nodes
        ],
        "differences": list(network.differences),
    }


def standing_object(standing: Standing) -> dict[str, Any]:
    """Positions, debts and wealth of one account."""
    wealth = standing.wealth
    return {
        "format": FORMAT,
        "source": standing.name,
        "target": standing.target,
        "account": str(standing.account),
        "now": str(standing.now),
        "markets": [
            {
                "market": str(view.market.market),
                "asset": str(view.market.asset),
                "mark": str(view.market.mark),
                "index": str(view.market.funding.index),
                "position": str(view.position),
                "legs": [
                    {
                        **_leg(one.leg),
                        "counterparty": str(one.counterparty),
                        "unrealised_profit": str(one.unrealised_profit),
                        "accrued_funding": str(one.accrued_funding),
                        "value": str(one.value),
                        "sums": _sums(one.sums),
                    }
                    for one in view.legs
                ],
            }
            for view in standing.markets
        ],
        "owes": [_debt(debt) for debt in standing.owes],
        "is_owed": [_debt(debt) for debt in standing.is_owed],
        "wealth": {
            "balance": str(wealth.balance),
            "claims": str(wealth.claims),
            "debts": str(wealth.debts),
            "legs": str(wealth.legs),
            "total": str(wealth.total.equals),
        },
    }


def funding_object(story: FundingStory) -> dict[str, Any]:
    """Every tick of a market and what all of them come to."""
    funding = story.market.funding
    return {
        "format": FORMAT,
        "source": story.name,
        "target": story.target,
        "market": str(story.market.market),
        "funding_source": str(funding.source),
        "ticks": [
            {
                "command_number": tick.number,
                "event": event_object(tick.event),
                "window_lots": str(tick.window_lots),
                "window_premium": str(tick.window_premium),
                "step_clamped": tick.is_step_clamped,
                "rate_clamped": tick.is_rate_clamped,
                "sums": _sums(tick.sums),
            }
            for tick in story.ticks
        ],
        "count": story.count,
        "rate_sum": str(story.rate_sum),
        "steps_clamped": story.count_where("is_step_clamped"),
        "rates_clamped": story.count_where("is_rate_clamped"),
        "rate": str(funding.rate),
        "index": str(funding.index),
        "remainder": str(funding.remainder),
        "differences": list(story.differences),
    }


def _pair(before: object, after: object) -> dict[str, str | None]:
    return {
        "before": None if before is None else str(before),
        "after": None if after is None else str(after),
    }


def _leg(leg: LegDump) -> dict[str, str]:
    return {
        "leg": str(leg.leg),
        "long_account": str(leg.long_account),
        "short_account": str(leg.short_account),
        "lots": str(leg.lots),
        "cost": str(leg.cost),
        "funding_base": str(leg.funding_base),
    }


def _debt(debt: DebtDump) -> dict[str, str]:
    return {
        "debtor": str(debt.debtor),
        "creditor": str(debt.creditor),
        "due": str(debt.due),
        "atoms": str(debt.atoms),
    }


def _sums(sums: Sequence[Sum]) -> list[dict[str, str]]:
    return [sum_object(one) for one in sums]
