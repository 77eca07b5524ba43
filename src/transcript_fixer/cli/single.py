"""One transcript, as the command is asked for it: files, standard streams, edits and differences."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from transcript_fixer.files.storage import LocalFile, fit_name, write_together
from transcript_fixer.messages import count, readable, shown
from transcript_fixer.model import Transcript
from transcript_fixer.options import Options


def fix_one(source: Path, target: Path | None, options: Options, flags: dict[str, Any]) -> int:
    """Fix one transcript and return the exit status."""
    markdown = _markdown_path(source, target)
    index = flags["index"] or (markdown.with_name(fit_name(markdown.stem, ".json")) if markdown else None)
    _refuse_same_file(source, markdown, index, flags["edits"])
    name = None if str(source) == "-" else source.name
    data = LocalFile(source).read() if name else sys.stdin.buffer.read()
    if not (flags["edits"] or flags["diff"] or flags["check"] or flags["force"]) and markdown and index:
        from transcript_fixer.files.outputs import is_up_to_date, read_index

        if is_up_to_date(data, LocalFile(markdown), read_index(LocalFile(index)), options):
            if not flags["quiet"]:
                _say(f"{shown(markdown)} is up to date")
            return 0
    return _fix(data, name, markdown, index, options, flags)


def _fix(
    data: bytes, name: str | None, markdown: Path | None, index: Path | None, options: Options, flags: dict[str, Any]
) -> int:
    from transcript_fixer.files.outputs import differs, refuse_foreign, render_pages, write_pages
    from transcript_fixer.pipeline import fix_transcript
    from transcript_fixer.trace import Reason
    from transcript_fixer.writers.json import dump_edit

    try:
        talk = fix_transcript(data, options, file=name and readable(name))
    except ValueError as error:
        error.args = (f"{shown(name or 'standard input')}: {error}",)
        raise
    pages = render_pages(talk, readable(markdown.name) if markdown else None)
    if flags["diff"]:
        _show_difference(talk)
    if flags["check"]:
        if markdown and index:
            return 4 if differs(LocalFile(markdown), pages.markdown) or differs(LocalFile(index), pages.index) else 0
        return 4 if any(edit.reason is not Reason.LAYOUT for edit in talk.edits) else 0
    if flags["diff"]:
        return 0
    if markdown and index and not flags["force"]:
        refuse_foreign(LocalFile(markdown), LocalFile(index), pages)
    if flags["edits"]:
        lines = "".join(dump_edit(edit) for edit in talk.edits).encode("utf-8")
        if str(flags["edits"]) == "-":
            click.echo(lines, nl=False)
        else:
            write_together([(LocalFile(flags["edits"]), lines)])
    if markdown and index:
        write_pages(pages, LocalFile(markdown), LocalFile(index))
        if not flags["quiet"]:
            parts = {"segment": talk.segments, "edit": talk.edits, "warning": talk.warnings}
            _say(f"{shown(markdown)}: {', '.join(count(len(part), noun) for noun, part in parts.items())}")
    else:
        click.echo(pages.markdown, nl=False)
        if index:
            write_together([(LocalFile(index), pages.index)])
    if flags["verbose"]:
        _list_warnings(talk)
    return 0


def _markdown_path(source: Path, target: Path | None) -> Path | None:
    """Where the Markdown goes; None is standard output."""
    if target is None or str(target) == "-":
        return None
    if not target.is_dir():
        return target
    if str(source) == "-":
        raise click.UsageError(f"{shown(target)} is a folder, and standard input has no name; name the output file")
    return target / fit_name(source.stem, ".md")


def _refuse_same_file(source: Path, *outputs: Path | None) -> None:
    """Input is never changed, and no two outputs go into one file."""
    seen = {os.path.realpath(source): "the input"} if str(source) != "-" else {}
    for path in outputs:
        if path is None or str(path) == "-":
            continue
        real = os.path.realpath(path)
        if real in seen:
            raise click.UsageError(f"{shown(path)} is {seen[real]} as well; give the output another name")
        if path.exists() and not path.is_file():
            raise click.UsageError(f"{shown(path)} is not an ordinary file; give the output another name")
        seen[real] = "another output"


def _show_difference(talk: Transcript) -> None:
    from transcript_fixer.difference import paint_ansi, render_difference

    for line in render_difference(talk.restore(), talk.edits, paint_ansi):
        click.echo(line)


def _list_warnings(talk: Transcript) -> None:
    source = talk.restore()
    line, at = 1, 0
    for warning in talk.warnings:
        line += source.count("\n", at, warning.span.start)
        at = max(at, warning.span.start)
        _say(f"line {line}: {warning.kind.value}: {warning.message}")


def _say(message: str) -> None:
    click.echo(f"fixtranscript: {message}", err=True)
