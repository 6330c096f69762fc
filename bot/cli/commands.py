"""Every command of `signpost`, with its options. The work is imported when a command is run, not before."""

from __future__ import annotations

import typer

from bot.cli.cases import cases
from bot.cli.defaults import PACK, ROLE
from bot.cli.policy import policy

app = typer.Typer(
    name="signpost",
    help="Guides staff through domestic abuse policy, one question at a time, and keeps the record.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(cases, name="cases")
app.add_typer(policy, name="policy")

_as = typer.Option(None, "--as", metavar="NAME", help="Who is speaking; without it, your login here.")
_as_required = typer.Option(..., "--as", metavar="NAME", help="Who is speaking.")
_role = typer.Option(ROLE, "--role", metavar="R", help="Their role, as the policy pack names it.")
_pack = typer.Option(PACK, "--pack", metavar="P", help="The policy pack they work with.")


@app.command()
def run(
    with_chat: bool = typer.Option(False, "--chat", help="Open the chat too, if this is a terminal."),
) -> None:
    """Start Signpost and keep it running until Ctrl-C."""
    from bot.cli import serve

    serve.run(with_chat)


@app.command()
def chat(name: str = _as, role: str = _role, pack: str = _pack) -> None:
    """Talk to Signpost in this terminal. Ctrl-D leaves; your place is kept."""
    from bot.cli import serve, talk

    who = serve.identity(name, role, pack)
    with serve.available() as base:
        talk.chat(base, who)


@app.command()
def say(
    text: str = typer.Argument("", help="What to say."),
    name: str = _as_required,
    role: str = _role,
    pack: str = _pack,
    press: str = typer.Option("", metavar="BUTTON", help="Press a button: its token or its exact label."),
    message_id: str = typer.Option("", metavar="ID", help="Repeat a message safely with its id."),
    as_json: bool = typer.Option(False, "--json", help="Print the reply as JSON."),
) -> None:
    """Take one turn and print the reply. Exit code 0: it was acknowledged; 3: it was not; 2: wrong usage."""
    from bot.cli import serve, talk
    from bot.cli.client import Outgoing

    who = serve.identity(name, role, pack)
    message = Outgoing(text, press, message_id) if message_id else Outgoing(text, press)
    with serve.available() as base:
        acknowledged = talk.say(base, who, message, as_json)
    if not acknowledged:
        typer.echo(f"Not acknowledged. To repeat it safely, add --message-id {message.message_id}", err=True)
        raise typer.Exit(3)


@app.command()
def link(name: str = _as_required, role: str = _role, pack: str = _pack) -> None:
    """Print a link that signs NAME in to the web page on this computer for twelve hours."""
    from bot.cli import serve

    typer.echo(serve.page_link(serve.identity(name, role, pack)))


@app.command()
def train() -> None:
    """Train the language model, if anything that goes into it has changed."""
    from bot.cli import serve

    model, trained = serve.ready_model()
    typer.echo(f"{'Trained' if trained else 'Up to date'}: {model}")
