"""One transcript, as the command is asked for it: files, standard streams, edits and differences."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from transcript_fixer.files.storage import LocalFile, fit_name, sweep, write_together
from transcript_fixer.messages import count, readable, shown
from transcript_fixer.model import Transcript
from transcript_fixer.options import Options

if TYPE_CHECKING:
    from transcript_fixer.files.outputs import Pages


def fix_one(source: Path, target: str | None, options: Options, flags: dict[str, Any]) -> int:
    """Fix one transcript and return the exit status."""
    markdown = _markdown_path(source, target)
    index = flags["index"] or (markdown.with_name(fit_name(markdown.stem, ".json")) if markdown else None)
    _refuse_same_file(source, markdown, index, flags["edits"])
    if not markdown and str(flags["edits"]) == "-":
        raise click.UsageError("the Markdown and --edits - cannot both go to standard output; name a file for one")
    name = None if str(source) == "-" else source.name
    data = LocalFile(source).read() if name else _read_standard_input()
    if not (flags["edits"] or flags["diff"] or flags["check"] or flags["force"]) and markdown and index:
        from transcript_fixer.files.outputs import is_up_to_date, read_index

        known = read_index(LocalFile(index))
        if is_up_to_date(data, LocalFile(markdown), known, options, file=name and readable(name)):
            if not flags["quiet"]:
                _say(f"{shown(markdown)} is up to date")
            return 0
    return _fix(data, name, markdown, index, options, flags)


def _fix(
    data: bytes, name: str | None, markdown: Path | None, index: Path | None, options: Options, flags: dict[str, Any]
) -> int:
    from transcript_fixer.files.outputs import has_words, render_pages, would_change
    from transcript_fixer.pipeline import fix_transcript

    what = shown(name or "standard input")
    try:
        talk = fix_transcript(data, options, file=name and readable(name))
    except ValueError as error:
        error.args = (f"{what}: {error}",)
        raise
    pages = render_pages(talk, readable(markdown.name) if markdown else None)
    if flags["diff"]:
        _show_difference(talk)
    if flags["check"]:
        files = (LocalFile(path) if path else None for path in (markdown, index))
        changes = would_change(talk, pages, *files)
        if not flags["quiet"]:
            _say(f"{shown(markdown) if markdown else what} would {'' if changes else 'not '}change")
        return 4 if changes else 0
    if flags["diff"]:
        return 0
    _write(talk, pages, markdown, index, flags)
    if not flags["quiet"] and not has_words(pages.facts):
        _say(f"{what}: no words in it")
    if flags["verbose"]:
        _list_warnings(talk)
    return 0


def _write(talk: Transcript, pages: Pages, markdown: Path | None, index: Path | None, flags: dict[str, Any]) -> None:
    """Write, or print, what was asked for, once it is certain that nothing foreign is written over."""
    from transcript_fixer.files.outputs import refuse_foreign, refuse_foreign_edits, write_pages
    from transcript_fixer.writers.json import dump_edit

    if index and not flags["force"]:
        refuse_foreign(LocalFile(markdown) if markdown else None, LocalFile(index), pages)
    edits = LocalFile(flags["edits"]) if flags["edits"] and str(flags["edits"]) != "-" else None
    if edits and not flags["force"]:
        refuse_foreign_edits(edits)
    if flags["edits"]:
        lines = "".join(dump_edit(edit) for edit in talk.edits).encode("utf-8")
        if edits:
            write_together([(edits, lines)])
        else:
            _print(lines)
    if markdown and index:
        write_pages(pages, LocalFile(markdown), LocalFile(index))
        sweep(markdown.parent)
        sweep(index.parent)
        if not flags["quiet"]:
            parts = {"segment": talk.segments, "edit": talk.edits, "warning": talk.warnings}
            _say(f"{shown(markdown)}: {', '.join(count(len(part), noun) for noun, part in parts.items())}")
    else:
        _print(pages.markdown)
        if index:
            write_together([(LocalFile(index), pages.index)])


def _markdown_path(source: Path, target: str | None) -> Path | None:
    """Where the Markdown goes; None is standard output.

    What ends in a slash is a folder, there or not; a path that pathlib has read has lost it.
    """
    if target is None or target == "-":
        return None
    if not (target.endswith(("/", os.sep)) or Path(target).is_dir()):
        return Path(target)
    if str(source) == "-":
        raise click.UsageError(f"{shown(target)} is a folder, and standard input has no name; name the output file")
    return Path(target) / fit_name(source.stem, ".md")


def _refuse_same_file(source: Path, *outputs: Path | None) -> None:
    """Input is never changed, and no two outputs go into one file."""
    seen = {os.path.realpath(source): "the input"} if str(source) != "-" else {}
    for path in outputs:
        if path is None or str(path) == "-":
            continue
        scheme, is_one, _ = str(path).partition(":/")  # pathlib makes one slash of two
        if is_one and len(scheme) > 1 and scheme.isalnum():
            address = str(path).replace(":/", "://", 1)
            raise click.UsageError(f"{shown(address)} is an address; only folders can be, so name a file here")
        real = os.path.realpath(path)
        if real in seen:
            raise click.UsageError(f"{shown(path)} is {seen[real]} as well; give the output another name")
        if path.exists() and not path.is_file():
            raise click.UsageError(f"{shown(path)} is not an ordinary file; give the output another name")
        seen[real] = "another output"


def _read_standard_input() -> bytes:
    if sys.stdin is None:
        raise OSError(errno.EBADF, "it is closed; give a file, or a pipe", "standard input")
    return sys.stdin.buffer.read()


def _print(data: bytes | str) -> None:
    """Print to standard output. A result that nobody can get is a failure, where the shell closed it."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, "it is closed; name a file for the output", "standard output")
    click.echo(data, nl=False)


def _show_difference(talk: Transcript) -> None:
    from transcript_fixer.difference import paint_ansi, render_difference

    for line in render_difference(talk.restore(), talk.edits, paint_ansi):
        _print(f"{line}\n")


def _list_warnings(talk: Transcript) -> None:
    source = talk.restore()
    line, at = 1, 0
    for warning in talk.warnings:
        line += source.count("\n", at, warning.span.start)
        at = max(at, warning.span.start)
        _say(f"line {line}: {warning.kind.value}: {warning.message}")


def _say(message: str) -> None:
    click.echo(f"fixtranscript: {message}", err=True)
