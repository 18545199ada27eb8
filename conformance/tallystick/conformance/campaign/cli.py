"""`tallystick campaign`: generated commands, and runs of them."""

from itertools import islice
from typing import Annotated

import typer

from tallystick.conformance.campaign import WORLDS, campaign, run_cli
from tallystick.conformance.campaign.choosing import chosen_campaigns
from tallystick.conformance.command_line import MOST_COMMANDS, Seed, errors, examples
from tallystick.conformance.wire import encode_command
from tallystick.reference.types.choices import Profile

app = typer.Typer(
    no_args_is_help=True,
    help="Generate commands from a seed (CNF-020 to CNF-031), and run long campaigns of them.",
)
app.command("run", epilog=run_cli.EXAMPLES)(run_cli.run)
app.command("show")(run_cli.show)
app.command("failures")(run_cli.failures)


@app.command("commands", epilog=examples("campaign commands spot/1 minimal --count 1000"))
def print_commands(
    profile: Annotated[str, typer.Argument(help=f"One of {', '.join(Profile)}.")],
    preset: Annotated[str, typer.Argument(help=f"One of {', '.join(WORLDS)}.")],
    seed: Seed = 1,
    count: Annotated[int, typer.Option(min=1, max=MOST_COMMANDS, help="How many.")] = 1000,
) -> None:
    """Print the commands of a campaign, one a line, to compare with a generator of your own."""
    with errors():
        ((of_profile, of_preset),) = chosen_campaigns(profile, preset)
        for command in islice(campaign(seed, of_profile, of_preset), count):
            typer.echo(encode_command(command).decode())


@app.callback()
def options() -> None:
    """Generate commands from a seed (CNF-020 to CNF-031), and run long campaigns of them."""
