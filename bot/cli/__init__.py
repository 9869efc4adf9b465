"""The commands a person types. Each imports what it needs when it runs, so help is instant.

Answers go to standard output, complaints to standard error. Exit codes: 0 done, 1 refused or
something found wrong, 2 the command line or the settings are wrong, 130 interrupted.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

#: Runs a command; returns its exit code.
Command = Callable[[argparse.Namespace], int]


class Stop(Exception):
    """The command cannot go on. The sentence says why and what to do."""

    def __init__(self, sentence: str, *, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


def main(words: Sequence[str] | None = None) -> int:
    """Run one command line; without words, that of the process. The exit code."""
    arguments = _parser().parse_args(words)
    run: Command = arguments.run
    try:
        return run(arguments)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tocsin",
        description="An incident-management bot that lives in Slack.",
        epilog="Settings come from the environment and .env; see `tocsin serve --help`.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_demo(commands)
    _add(commands, "serve", _serve, "run the bot against the Slack that the settings name", _SERVE)
    migrate = _add(commands, "migrate", _migrate, "bring the database's tables up to date")
    migrate.add_argument(
        "--check",
        action="store_true",
        help="change nothing; fail if migrations and tables in the code differ",
    )
    _add(commands, "doctor", _doctor, "check tokens, scopes, database and policy; say what to fix")
    manifest = _add(commands, "manifest", _manifest, "print the Slack app manifest to paste")
    manifest.add_argument(
        "--http",
        metavar="URL",
        default="",
        help="send requests to this public address of the bot, instead of Socket Mode",
    )
    manifest.add_argument(
        "--json", action="store_true", help="as JSON, for Slack's API, instead of YAML"
    )
    _add_policy(commands)
    return parser


_SERVE = """
settings:
  SLACK_BOT_TOKEN       xoxb-…, required
  SLACK_APP_TOKEN       xapp-…: use Socket Mode
  SLACK_SIGNING_SECRET  without an app token: accept signed requests at POST /slack/events
  SLACK_API_URL         default https://slack.com/api/
  DATABASE_URL          default sqlite:///tocsin.db; postgresql://… for production
  TOCSIN_POLICY         the policy file, default tocsin.yaml
  TOCSIN_SECRET         signs links; derived from the bot token when not set
  HOST, PORT            where to listen, default 127.0.0.1 and 3000
  PUBLIC_URL            where browsers reach the bot, default http://localhost:PORT
  WEBHOOK_SECRET        signs what the webhooks of escalation paths are sent, at least 32 characters
  SMTP_URL              the mail server for client updates: smtp://user:password@host:587
  HEARTBEAT_URL         asked for every 30 seconds while paging works, silent when it does not
  LOG_LEVEL             DEBUG, INFO, WARNING or ERROR, default INFO
"""

_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse gives the type no other name


def _add(
    commands: "_Commands[argparse.ArgumentParser]",
    name: str,
    run: Command,
    does: str,
    more: str = "",
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.",
        epilog=more,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def _add_demo(commands: "_Commands[argparse.ArgumentParser]") -> None:
    demo = _add(commands, "demo", _demo, "run the bot in a Slack of its own: no account needed")
    demo.add_argument("--port", type=int, default=0, help="the sandbox's port; 0 takes a free one")
    demo.add_argument("--no-browser", action="store_true", help="print the address, open nothing")


def _add_policy(commands: "_Commands[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "policy", help="check or apply tocsin.yaml", description="Check or apply a policy file."
    )
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    check = _add(verbs, "check", _policy_check, "say everything that is wrong with a policy file")
    check.add_argument("file", type=Path, metavar="FILE")
    _add(verbs, "schema", _policy_schema, "print the JSON Schema that editors use")
    apply = _add(verbs, "apply", _policy_apply, "put a policy in force, without a restart")
    apply.add_argument("file", type=Path, metavar="FILE")
    apply.add_argument(
        "--dry-run", action="store_true", help="show what would change, change nothing"
    )


def _demo(arguments: argparse.Namespace) -> int:
    from bot.cli.demo import demo

    return demo(port=arguments.port, browser=not arguments.no_browser)


def _serve(_arguments: argparse.Namespace) -> int:
    from bot.cli.serve import serve

    return serve()


def _migrate(arguments: argparse.Namespace) -> int:
    from bot.cli.migrate import migrate

    return migrate(check=arguments.check)


def _doctor(_arguments: argparse.Namespace) -> int:
    from bot.cli.doctor import doctor

    return doctor()


def _manifest(arguments: argparse.Namespace) -> int:
    from bot.cli.manifest import manifest

    return manifest(public_url=arguments.http, as_json=arguments.json)


def _policy_check(arguments: argparse.Namespace) -> int:
    from bot.cli.policy import check

    return check(arguments.file)


def _policy_schema(_arguments: argparse.Namespace) -> int:
    from bot.cli.policy import print_schema

    return print_schema()


def _policy_apply(arguments: argparse.Namespace) -> int:
    from bot.cli.policy import apply

    return apply(arguments.file, dry_run=arguments.dry_run)
