"""The command `fixtranscript`.

It reads arguments and files, calls the library and writes. What it can do, the
library can.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

import click

from transcript_fixer.model import Transcript
from transcript_fixer.options import Options
from transcript_fixer.trace import Reason
from transcript_fixer.version import __version__

ENVIRONMENT = "FIXTRANSCRIPT"
_NOT_SETTINGS = frozenset({"source", "target", "config", "schema", "version", "help"})

EXIT_CODES = """\b
Exit status:
  0    done
  1    it failed; nothing half-written is left
  2    wrong usage
  4    --check would change something
  130  interrupted
"""


def main() -> NoReturn:
    """Run the command on the process's arguments, and end the process with its exit status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command and return its exit status; nothing is raised."""
    try:
        return int(command.main(arguments, prog_name="fixtranscript", standalone_mode=False) or 0)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        _say(f"error: {error.format_message()} (see fixtranscript --help)")
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted: no file was left half-written; run the same command to go on")
        return 130
    except BrokenPipeError:
        # Whoever read our output has enough. Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(f"{error.filename or 'standard output'}: {_advice(error)}", arguments)
    except Exception as error:
        from transcript_fixer import AccountingError, DecodingError
        from transcript_fixer.files import ForeignFileError

        if isinstance(error, DecodingError | ForeignFileError):
            return _fail(str(error), arguments)
        if isinstance(error, AccountingError):
            return _fail(f"our own check failed, so nothing was written: {error}; please report it", arguments)
        return _fail(
            f"unexpected {type(error).__name__}: {error}; run again with -v and report what it shows", arguments
        )


def _fail(message: str, arguments: list[str]) -> int:
    if "-v" in arguments or "--verbose" in arguments:
        traceback.print_exc()
    _say(f"error: {message}")
    return 1


def _say(message: str) -> None:
    click.echo(f"fixtranscript: {message}", err=True)


def _advice(error: OSError) -> str:
    known = {
        errno.ENOENT: "no such file; check the name",
        errno.EACCES: "permission denied; check who may read and write there",
        errno.ENOSPC: "no space left on the disk; free some and run again",
        errno.EROFS: "the disk is read-only; write somewhere else",
        errno.EISDIR: "is a folder",
        errno.ENOTDIR: "a part of this path is a file, not a folder",
        errno.ENAMETOOLONG: "the name is too long for this disk; give the output a shorter one",
    }
    return known.get(error.errno or 0, error.strerror or str(error))


def _load_settings(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    """Settings files become defaults, which flags and the environment go before."""
    from transcript_fixer.settings import SettingsError, read_settings, reject_unknown

    known = {p.name for p in command.params if p.name and p.name not in _NOT_SETTINGS}
    prefix = f"{ENVIRONMENT}_"
    variables = [name.removeprefix(prefix).lower() for name in os.environ if name.startswith(prefix)]
    try:
        reject_unknown(variables, known | {"config"}, f"environment {prefix}*")
        context.default_map = read_settings(Path.cwd(), value, known)
    except SettingsError as error:
        raise click.UsageError(str(error)) from None
    return value


def _print_schema(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        from transcript_fixer.writers.json import read_schema

        click.echo(read_schema(), nl=False)
        context.exit()


@click.command(
    context_settings={
        "auto_envvar_prefix": ENVIRONMENT,
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
    },
    epilog=EXIT_CODES,
)
@click.argument("source", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("target", type=click.Path(path_type=Path), required=False)
@click.option("--index", type=click.Path(path_type=Path), help="Write the JSON index here. [default: beside TARGET]")
@click.option(
    "--fillers",
    type=click.Choice(["none", "pauses", "clean"]),
    help="Remove nothing, only um and uh, or all fillers and repeats. [default: clean]",
)
@click.option(
    "--language", metavar="CODE", help="Language of the talk, such as en or zh. [default: found from the text]"
)
@click.option(
    "--encoding", metavar="NAME", help="Encoding of SOURCE; 'auto' guesses. [default: byte order mark or UTF-8]"
)
@click.option("--images", metavar="PREFIX", help="Write PREFIX in place of the folder of each slide image.")
@click.option(
    "--edits", type=click.Path(path_type=Path, allow_dash=True), help="Write every edit here, a JSON object a line."
)
@click.option("--diff", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 4 if the output would change.")
@click.option("--force", is_flag=True, help="Write even what is up to date or was edited by hand.")
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    is_eager=True,
    callback=_load_settings,
    help="Read settings from this TOML file.",
)
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of the index.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="List warnings; show tracebacks.")
@click.version_option(__version__, prog_name="fixtranscript")
@click.pass_context
def command(context: click.Context, /, source: Path, target: Path | None, **flags: Any) -> int:
    """Turn a raw lecture transcript into clean Markdown and a JSON index.

    \b
    fixtranscript in.txt out.md      writes out.md and out.json
    fixtranscript in.txt clean/      writes clean/in.md and clean/in.json
    fixtranscript in.txt             prints the Markdown
    fixtranscript - < in.txt         reads standard input

    Every flag can also be set by FIXTRANSCRIPT_<NAME> in the environment, in
    [tool.fixtranscript] of pyproject.toml, or in fixtranscript.toml.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False
    if source.is_dir():
        raise click.UsageError(f"{source} is a folder; name one transcript in it")
    options = _options(flags)
    markdown = _markdown_path(source, target)
    index = flags["index"] or (markdown.with_suffix(".json") if markdown else None)
    _refuse_same_file(source, markdown, index, flags["edits"])
    name = None if str(source) == "-" else source.name
    data = source.read_bytes() if name else sys.stdin.buffer.read()
    if not (flags["edits"] or flags["diff"] or flags["check"] or flags["force"]) and markdown and index:
        from transcript_fixer.files import is_up_to_date

        if is_up_to_date(data, markdown, index, options):
            _tell(flags, f"{markdown} is up to date")
            return 0
    return _fix(data, name, markdown, index, options, flags)


def _fix(
    data: bytes, name: str | None, markdown: Path | None, index: Path | None, options: Options, flags: dict[str, Any]
) -> int:
    from transcript_fixer import fix_transcript
    from transcript_fixer.files import differs, refuse_foreign, render_pages, write_atomically, write_pages
    from transcript_fixer.writers.json import dump_edit

    try:
        talk = fix_transcript(data, options, file=name)
    except ValueError as error:
        error.args = (f"{name or 'standard input'}: {error}",)
        raise
    pages = render_pages(talk, markdown.name if markdown else None)
    if flags["diff"]:
        _show_difference(talk)
    if flags["check"]:
        if markdown and index:
            return 4 if differs(markdown, pages.markdown) or differs(index, pages.index) else 0
        return 4 if any(edit.reason is not Reason.LAYOUT for edit in talk.edits) else 0
    if flags["diff"]:
        return 0
    if markdown and index and not flags["force"]:
        refuse_foreign(markdown, index, pages)
    if flags["edits"]:
        lines = "".join(dump_edit(edit) for edit in talk.edits).encode("utf-8")
        if str(flags["edits"]) == "-":
            click.echo(lines, nl=False)
        else:
            write_atomically(flags["edits"], lines)
    if markdown and index:
        write_pages(pages, markdown, index)
        _tell(
            flags,
            f"{markdown}: {_count(len(talk.segments), 'segment')}, {_count(len(talk.edits), 'edit')}, "
            f"{_count(len(talk.warnings), 'warning')}",
        )
    else:
        click.echo(pages.markdown, nl=False)
        if index:
            write_atomically(index, pages.index)
    if flags["verbose"]:
        _list_warnings(talk)
    return 0


def _options(flags: dict[str, Any]) -> Options:
    chosen = {name: flags[name] for name in Options.names() if flags.get(name) is not None}
    try:
        return Options(**chosen)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _markdown_path(source: Path, target: Path | None) -> Path | None:
    """Where the Markdown goes; None is standard output."""
    if target is None or str(target) == "-":
        return None
    if not target.is_dir():
        return target
    if str(source) == "-":
        raise click.UsageError(f"{target} is a folder, and standard input has no name; name the output file")
    return target / source.with_suffix(".md").name


def _refuse_same_file(source: Path, *outputs: Path | None) -> None:
    """Input is never changed, and no two outputs go into one file."""
    seen = {os.path.realpath(source): "the input"} if str(source) != "-" else {}
    for path in outputs:
        if path is None or str(path) == "-":
            continue
        real = os.path.realpath(path)
        if real in seen:
            raise click.UsageError(f"{path} is {seen[real]} as well; give the output another name")
        if path.exists() and not path.is_file():
            raise click.UsageError(f"{path} is not an ordinary file; give the output another name")
        seen[real] = "another output"


def _show_difference(talk: Transcript) -> None:
    from transcript_fixer.difference import render_difference

    for line in render_difference(talk.restore(), talk.edits, lambda text, color: click.style(text, fg=color)):
        click.echo(line)


def _list_warnings(talk: Transcript) -> None:
    source = talk.restore()
    line, at = 1, 0
    for warning in talk.warnings:
        line += source.count("\n", at, warning.span.start)
        at = max(at, warning.span.start)
        _say(f"line {line}: {warning.kind.value}: {warning.message}")


def _tell(flags: dict[str, Any], message: str) -> None:
    if not flags["quiet"]:
        _say(message)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
