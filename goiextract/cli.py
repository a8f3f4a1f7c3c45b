"""The command: arguments → the public functions → an exit status. Data on stdout, everything else on stderr."""

from __future__ import annotations

import os
import sys

import click

from goiextract import __version__
from goiextract.exit_status import ALL_READ, INTERRUPTED, NOTHING_READ, SOMETHING_FAILED, USAGE
from goiextract.sentences import either

_EPILOG = either(
    "\b\n退出码：0 全部读出；1 已完成，但有文件失败（或有存疑的数字，见 --fail-on）；\n"
    "2 用法错误；3 什么也没读出；130 被中断。",
    "Exit status: 0 all read; 1 finished, but something failed (or is flagged, see --fail-on); 2 usage; "
    "3 nothing could be read; 130 interrupted.",
)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_EPILOG,
    help=either(
        "读出政府信息公开工作年度报告（PDF、HTML、DOCX、文本）三张表的每个数字，并说明出处与依据。",
        "Read every figure of the tables in Chinese government-information-disclosure annual reports "
        "(PDF, HTML, DOCX, text), each with its place and proof.",
    ),
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def commands() -> None:
    """All commands."""


@commands.command(
    "extract",
    epilog=_EPILOG,
    help=either(
        "读出文件（或目录中各文件）里的数字。一个文件出错不影响其余文件。",
        "Read the figures of files, or of all reports in directories. One bad file never hurts the rest.",
    ),
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    help=either(
        "table：屏幕表格；csv：每个数字一行；json：每份报告一行（JSON Lines）。默认按 --out 的后缀，否则为 table。",
        "table: for reading; csv: one line a figure; json: one report a line (JSON Lines). "
        "Default: by the suffix of --out, else table.",
    ),
)
@click.option(
    "--out",
    metavar="PATH",
    help=either("写入文件（完成后才出现）。", "Write to a file, which appears when it is done."),
)
@click.option(
    "--fail-on",
    type=click.Choice(["never", "failed", "flagged"]),
    default="failed",
    show_default=True,
    help=either(
        "什么情况下退出码为 1：failed 有文件失败；flagged 还包括有数字存疑。",
        "What makes the exit status 1: failed = a file failed; flagged = also if a figure needs a look.",
    ),
)
def extract_command(files: tuple[str, ...], form: str | None, out: str | None, fail_on: str) -> int:
    """Read files, write figures, return the exit status."""
    from goiextract.command_extract import run

    return run(files, form, out, fail_on)


@commands.command(
    "check",
    epilog=either(
        "退出码：0 没有要看的；1 有要看的（证明不成立、关系不符，录入的表中还有无法读取的数或行），或有文件失败；"
        "2 用法错误；3 什么也没读出。",
        "Exit status: 0 nothing to look at; 1 something to look at (a proof or a sum that fails; in a typed table also a number "
        "or line not read), or a file failed; 2 usage; 3 nothing could be read.",
    ),
    help=either(
        "核验本程序写出的 JSON 报告：每个证明、每条勾稽关系。或在手工录入的表（CSV）中找出录入错误并给出应为的数。",
        "Prove reports in our JSON again: every certificate and every sum. Or find the typing mistakes in tables that someone "
        "typed (CSV), and the numbers they should be.",
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--json",
    "out",
    metavar="FILE",
    help=either(
        "把核验过的报告写入文件，每份一行 JSON。", "Write the checked reports to a file, one line of JSON each."
    ),
)
def check_command(paths: tuple[str, ...], out: str | None) -> int:
    """Check files, say what is to be looked at, return the exit status."""
    from goiextract.command_check import run

    return run(paths, out)


@commands.command(
    "inspect",
    help=either(
        "显示每一步看到了什么；对 PDF 还把表格的格子画在页面图上（PNG）。",
        "Show what each stage saw; for a PDF also draw the cells on pictures of the pages (PNG).",
    ),
)
@click.argument("file")
@click.option("--out", metavar="PNG", help=either("图片文件名。", "Name of the picture. Default: FILE's name, here."))
def inspect_command(file: str, out: str | None) -> int:
    """Show the stages on stdout, write the pictures, return the exit status."""
    import logging
    import warnings

    logging.disable(logging.CRITICAL)  # pdfminer says a line a font
    warnings.simplefilter("ignore")
    from goiextract.errors import GoiextractError
    from goiextract.inspection import inspect

    try:
        for line in inspect(file, out):
            click.echo(line)
    except GoiextractError as error:
        _say(f"{file}: {str(error).removeprefix(f'{os.path.basename(file)}: ')}")
        return error.exit_code
    except BrokenPipeError:
        raise
    except OSError as error:
        _say(f"{error.filename or file}: {error.strerror or error}")
        return NOTHING_READ
    return ALL_READ


@commands.command("schema", help=either("输出 JSON 报告的 JSON Schema。", "Print the JSON Schema of a report in JSON."))
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
        place, why = error.filename or either("标准输出", "standard output"), error.strerror or error
        _say(either(f"无法写入 {place}：{why}", f"cannot write {place}: {why}"))
        status = USAGE
    return status


def _say(message: str) -> None:
    click.echo(f"goiextract: {message}", err=True)
