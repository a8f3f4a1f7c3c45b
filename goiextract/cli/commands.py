"""The command: arguments → the public functions → an exit status. Data on stdout, everything else on stderr."""

from __future__ import annotations

import sys

import click

from goiextract import __version__
from goiextract.cli.exit_status import ALL_READ, INTERRUPTED, SOMETHING_FAILED, USAGE
from goiextract.cli.messages import say
from goiextract.sentences import said


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=said("help_exit_status"),
    help=said("help_commands"),
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def commands() -> None:
    """All commands."""


@commands.command("extract", epilog=said("help_exit_status"), help=said("help_extract"))
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), help=said("help_format"))
@click.option("--out", metavar="PATH", help=said("help_out"))
@click.option("--replace", is_flag=True, help=said("help_replace"))
@click.option("--list", "only_list", is_flag=True, help=said("help_list"))
@click.option(
    "--fail-on",
    type=click.Choice(["never", "failed", "flagged"]),
    default="failed",
    show_default=True,
    help=said("help_fail_on"),
)
def extract_command(
    files: tuple[str, ...], form: str | None, out: str | None, replace: bool, only_list: bool, fail_on: str
) -> int:
    """Read files, write figures, return the exit status; or say what would become of each file."""
    if only_list:
        from goiextract.cli.files_given import list_files

        return list_files(files)
    from goiextract.cli.extract import run

    return run(files, form, out, fail_on, replace)


@commands.command("check", epilog=said("help_check_exit_status"), help=said("help_check"))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "out", metavar="FILE", help=said("help_check_json"))
@click.option("--replace", is_flag=True, help=said("help_replace"))
def check_command(paths: tuple[str, ...], out: str | None, replace: bool) -> int:
    """Check files, say what is to be looked at, return the exit status."""
    from goiextract.cli.check import run

    return run(paths, out, replace)


@commands.command("inspect", help=said("help_inspect"))
@click.argument("file")
@click.option("--out", metavar="PNG", help=said("help_inspect_out"))
def inspect_command(file: str, out: str | None) -> int:
    """Show the stages on stdout, write the pictures, return the exit status."""
    from goiextract.cli.inspect import run

    return run(file, out)


@commands.command("schema", help=said("help_schema"))
def schema_command() -> int:
    """Print the published schema."""
    from goiextract.report.schema import report_schema

    click.echo(report_schema(), nl=False)
    return ALL_READ


def main() -> int:
    """Run the command and give its exit status."""
    try:
        status: int = commands.main(prog_name="goiextract", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        status = INTERRUPTED
    except BrokenPipeError:  # the reader of our output (head, say) has seen enough
        sys.stdout = None  # nothing is left to flush into
        status = SOMETHING_FAILED
    except OSError as error:  # mostly of standard output: what reads or writes files has said its own
        from goiextract.errors import why

        say(said("cannot_write", place=error.filename or said("standard_output"), why=why(error)))
        status = USAGE
    return status
