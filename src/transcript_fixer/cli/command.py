"""The command `fixtranscript`.

This module reads the arguments and knows the exit statuses; `single` does one transcript
and `folders` many. What the command can do, the library can.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from transcript_fixer.messages import advice, explain, shown
from transcript_fixer.options import GlossaryEntry, Options
from transcript_fixer.version import __version__

if TYPE_CHECKING:
    from transcript_fixer.cli.settings import Kind

ENVIRONMENT = "FIXTRANSCRIPT"
_FILES = f"{__name__}.files"  # what says in which file each setting stands
_NOT_SETTINGS = frozenset({"source", "target", "config", "schema", "schema_episodes", "version", "help"})
_FOR_FILES = frozenset({"index", "edits"})
_FOR_FOLDERS = frozenset({"include", "exclude", "jobs", "scheduler", "fail_fast"})

EXIT_CODES = """\b
Exit status:
  0    done
  1    it failed; nothing half-written is left
  2    wrong usage
  3    some files of a folder failed; all others are written
  4    --check would change something
  130  interrupted
"""


def main() -> NoReturn:
    """Run the command on the process's arguments, and end the process with its exit status.

    A transcript takes a tenth of a second, and Python as long to tidy up. So the process
    ends without: files are closed, and there are no rings of objects to be looked for.
    """
    gc.disable()
    status = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            if stream:  # None where the shell closed it
                stream.flush()
    os._exit(status)


def run(arguments: list[str]) -> int:
    """Run the command and return its exit status; nothing is raised."""
    try:
        return int(command.main(arguments, prog_name="fixtranscript", standalone_mode=False) or 0)
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        if isinstance(error, click.BadParameter) and error.ctx and error.param:
            error.param_hint = _origin(error.ctx, error.param.name or "") or error.param_hint
        _say(f"error: {error.format_message()} (see fixtranscript --help)")
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted: no file was left half-written; run the same command to go on")
        return 130
    except SystemExit:
        # So click ends where a pipe is closed: whoever read our output has enough. Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return _fail(f"{shown(error.filename or 'standard output')}: {advice(error)}")
    except Exception as error:
        return _fail(explain(error))


def _fail(message: str) -> int:
    _say(f"error: {message}")
    return 1


def _say(message: str) -> None:
    click.echo(f"fixtranscript: {message}", err=True)


def _load_settings(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    """Settings files become defaults, which flags and the environment go before."""
    from transcript_fixer.cli.settings import SettingsError, read_settings, reject_unknown

    known = {p.name: _kind(p) for p in command.params if p.name and p.name not in _NOT_SETTINGS}
    prefix = f"{ENVIRONMENT}_"
    variables = [name.removeprefix(prefix).lower() for name in os.environ if name.startswith(prefix)]
    try:
        reject_unknown(variables, {*known, "config"}, f"environment {prefix}*")
        settings = read_settings(Path.cwd(), value, known)
        context.default_map, context.meta[_FILES] = settings
    except SettingsError as error:
        raise click.UsageError(str(error)) from None
    return value


def _origin(context: click.Context, name: str) -> str:
    """Where the value of a parameter was set, if not by a flag: a variable of the environment, or a settings file."""
    where = context.get_parameter_source(name)
    if where is click.core.ParameterSource.ENVIRONMENT:
        return f"{ENVIRONMENT}_{name.upper()}"
    if where is click.core.ParameterSource.DEFAULT_MAP:
        return f"{name} in {shown(context.meta[_FILES][name])}"
    return ""


def _kind(parameter: click.Parameter) -> Kind:
    """What a setting of this name is in a file."""
    from transcript_fixer.cli.settings import Kind

    if isinstance(parameter.type, click.types.BoolParamType):
        return Kind(bool)
    return Kind(
        int if isinstance(parameter.type, click.IntRange) else str,
        listed=parameter.multiple,
        is_path=isinstance(parameter.type, click.Path),
    )


def _print_schema(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        from transcript_fixer.writers import episodes, json

        click.echo((json if parameter.name == "schema" else episodes).read_schema(), nl=False)
        context.exit()


class _Phrases(click.types.StringParamType):
    """Words or phrases; in the environment a comma stands between two of them."""

    name = "words"
    envvar_list_splitter = ","

    def split_envvar_value(self, rv: str) -> list[str]:
        return [part for part in super().split_envvar_value(rv) if part.strip()]

    def convert(self, value: Any, parameter: click.Parameter | None, context: click.Context | None) -> str:
        return str(super().convert(value, parameter, context)).strip()


class _Count(click.IntRange):
    name = "whole number"


@click.command(
    context_settings={
        "auto_envvar_prefix": ENVIRONMENT,
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
        "allow_extra_args": True,  # refused by us, who can say what to do instead
    },
    epilog=EXIT_CODES,
)
@click.argument("source")
@click.argument("target", required=False)
@click.option("--index", type=click.Path(path_type=Path), help="Write the JSON index here. [default: beside TARGET]")
@click.option(
    "--fillers",
    type=click.Choice(["none", "pauses", "clean"]),
    help="Remove nothing, only um and uh, or all fillers and repeats. [default: clean]",
)
@click.option(
    "--register",
    type=click.Choice(["lecture", "conversation"]),
    help="A conversation keeps hedges, answers and 'so'. [default: lecture]",
)
@click.option("--keep", type=_Phrases(), multiple=True, help="Never strip this word or phrase; can be repeated.")
@click.option("--drop", type=_Phrases(), multiple=True, help="Always strip this word or phrase; can be repeated.")
@click.option(
    "--glossary",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Terms and their aliases, one a line or TOML, on top of the built-in ones.",
)
@click.option("--segments", type=_Count(min=1), metavar="N", help="Cut the talk into exactly N segments.")
@click.option(
    "--granularity",
    type=click.Choice(["coarse", "normal", "fine"]),
    help="About 4, 6 or 13 segments an hour, each fewer than the default. "
    "[default: as many as it has topics, about 20 an hour]",
)
@click.option(
    "--language",
    metavar="CODE",
    help="Language of the talk: en or zh, which have rules of their own; any other code gets the general ones. "
    "[default: found from the text]",
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
@click.option(
    "--include",
    metavar="PATTERN",
    multiple=True,
    help="Folders: take files like this; can be repeated. [default: *.txt, *.md]",
)
@click.option(
    "--exclude",
    metavar="PATTERN",
    multiple=True,
    help="Folders: leave out files, or whole folders, like this; can be repeated.",
)
@click.option(
    "--jobs",
    type=_Count(min=1),
    metavar="N",
    help="Folders: work in N processes. [default: one for each core]",
)
@click.option("--scheduler", metavar="ADDRESS", help="Folders: work on the Dask cluster at this address.")
@click.option("--fail-fast", is_flag=True, help="Folders: stop at the first file that fails.")
@click.option("--force", is_flag=True, help="Write even what is up to date, was edited by hand or is not ours.")
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
    help="Print the JSON Schema of the index of a talk, and end.",
)
@click.option(
    "--schema-episodes",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Folders: print the JSON Schema of the index over all episodes, and end.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="List warnings; show tracebacks.")
@click.version_option(__version__, prog_name="fixtranscript")
@click.pass_context
def command(context: click.Context, /, source: str, target: str | None, **flags: Any) -> int:
    """Turn a raw lecture transcript into clean Markdown and a JSON index.

    \b
    fixtranscript in.txt out.md      writes out.md and out.json
    fixtranscript in.txt clean/      writes clean/in.md and clean/in.json
    fixtranscript in.txt             prints the Markdown
    fixtranscript - < in.txt         reads standard input
    fixtranscript raw/ clean/        does every transcript under raw/, and writes
                                     clean/index.json over all episodes

    SOURCE is plain text or Markdown: captions without times, slides as ![](img/a_1.png), and
    on top "# title" if there is one; captions with times (WebVTT, SRT) are refused.

    A folder can be an address that fsspec knows, such as s3://bucket/raw.
    Every flag can also be set by FIXTRANSCRIPT_<NAME> in the environment, in
    [tool.fixtranscript] of pyproject.toml, or in fixtranscript.toml.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False
    try:
        return _fix(context, source, target, flags)
    except (click.ClickException, BrokenPipeError):
        raise
    except Exception:
        if flags["verbose"] and sys.stderr:
            import traceback

            traceback.print_exc()
        raise


def _fix(context: click.Context, source: str, target: str | None, flags: dict[str, Any]) -> int:
    if context.args:
        raise click.UsageError(
            f"{len(context.args) + 2} names given; name one transcript and its output, or a folder and a folder for "
            "its outputs: --include tells which files are meant"
        )
    if not source or target == "":  # an unset variable in a script; as a path it would be this very folder
        raise click.UsageError(f"the name of the {'output' if source else 'input'} is empty")
    options = _options(context, flags)
    if "://" in source or Path(source).is_dir():
        _refuse_flags(context, _FOR_FILES, f"is for a single transcript, and {shown(source)} is a folder")
        from transcript_fixer.cli.folders import fix_all

        return fix_all(source, target, options, flags)
    _refuse_flags(context, _FOR_FOLDERS, f"is for folders, and {shown(source)} is not one")
    if flags["diff"] or flags["check"]:
        _refuse_flags(context, frozenset({"edits"}), "writes a file, and --diff and --check write nothing")
    from transcript_fixer.cli.single import fix_one

    return fix_one(Path(source), target, options, flags)


def _refuse_flags(context: click.Context, names: frozenset[str], why: str) -> None:
    """A flag that would do nothing is a mistake. In settings it may stand: they are for many runs."""
    for name in sorted(names):
        if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name.replace('_', '-')} {why}")


def _options(context: click.Context, flags: dict[str, Any]) -> Options:
    chosen = {name: flags[name] for name in Options.names() if flags.get(name) is not None}
    try:
        if "glossary" in chosen:
            chosen["glossary"] = _read_glossary(chosen["glossary"])
        return Options(**chosen)
    except ValueError as error:
        origin = _origin(context, str(error).partition(" ")[0])  # each says first which option it is about
        raise click.UsageError(f"{origin}: {error}" if origin else str(error)) from None


def _read_glossary(path: Path) -> tuple[GlossaryEntry, ...]:
    from transcript_fixer.cli.settings import read_utf8
    from transcript_fixer.glossary import parse_glossary

    try:
        return parse_glossary(read_utf8(path))
    except ValueError as error:
        raise ValueError(f"{shown(path)}: {error}") from None
