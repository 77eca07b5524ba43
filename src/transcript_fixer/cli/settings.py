"""Settings files: where they are looked for, and what they may say.

`[tool.fixtranscript]` of the nearest pyproject.toml stands above
`fixtranscript.toml`, and a file named with --config above both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from transcript_fixer.messages import advice, shown


class SettingsError(ValueError):
    """A settings file cannot be read, or says what no option takes."""


class NotUtf8Error(ValueError):
    """A file that ought to be text in UTF-8 is not."""


class Kind(NamedTuple):
    """What the value of a setting is in TOML: its type, and whether a list of them will do."""

    type: type
    listed: bool = False
    is_path: bool = False


class Settings(NamedTuple):
    """What the files say, and for each name the file that says it."""

    values: dict[str, object]
    files: dict[str, Path]


_TYPES = {str: "text in quotes", int: "a whole number", bool: "true or false"}


def read_settings(start: Path, named: Path | None, known: Mapping[str, Kind]) -> Settings:
    """All settings that hold in the folder `start`, with the names of `Options` and the flags.

    A path in a file starts from the folder of that file. Raises SettingsError for broken TOML,
    for a key that is not among `known`, and for a value that is not of its kind.
    """
    layers = [_nearest(start, "fixtranscript.toml"), _nearest(start, "pyproject.toml"), named]
    settings = Settings({}, {})
    for path in layers:
        if path is not None:
            found = _read_file(path, known)
            settings.values.update(found)
            settings.files.update(dict.fromkeys(found, path))
    return settings


def read_utf8(path: Path) -> str:
    """A text that somebody wrote for us; NotUtf8Error where it is none."""
    try:
        return path.read_text("utf-8-sig")  # editors on Windows put a byte order mark before it
    except UnicodeDecodeError as error:
        where = f"byte {error.start} is 0x{error.object[error.start]:02X}"
        raise NotUtf8Error(f"not UTF-8 ({where}); save it as UTF-8 text") from None


def reject_unknown(keys: Iterable[str], known: Iterable[str], where: str) -> None:
    """Raise SettingsError for the first key that is not known, with the likeliest one."""
    known = sorted(known)
    for key in keys:
        if key not in known:
            from rapidfuzz import process  # only a mistake needs it

            nearest = process.extractOne(key, known)
            hint = f"did you mean {nearest[0]!r}?" if nearest and nearest[1] > 60 else f"known are {', '.join(known)}"
            raise SettingsError(f"{where}: unknown key {key!r}; {hint}")


def _nearest(start: Path, name: str) -> Path | None:
    for folder in (start, *start.parents):
        if (folder / name).is_file():
            return folder / name
    return None


def _read_file(path: Path, known: Mapping[str, Kind]) -> dict[str, object]:
    try:
        text = read_utf8(path)
        if path.name == "pyproject.toml" and not _may_have_our_table(text):
            return {}
        import tomllib  # most runs find no settings

        content = tomllib.loads(text)
    except OSError as error:
        raise SettingsError(f"{shown(path)}: {advice(error)}") from None
    except NotUtf8Error as error:
        raise SettingsError(f"{shown(path)}: {error}") from None
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{shown(path)}: not valid TOML: {error}") from None
    table: object = content
    if path.name == "pyproject.toml":
        tool = content.get("tool", {})
        table = tool.get("fixtranscript", {}) if isinstance(tool, Mapping) else {}
    if not isinstance(table, Mapping):
        raise SettingsError(f"{shown(path)}: [tool.fixtranscript] is not a table")
    settings = {str(key).replace("-", "_"): value for key, value in table.items()}
    reject_unknown(settings, known, shown(path))
    return {key: _checked(value, known[key], path, key) for key, value in settings.items()}


def _may_have_our_table(text: str) -> bool:
    """Whether a pyproject.toml may set something for us. Most do not, and a parser takes 5 ms to import.

    >>> [_may_have_our_table(text) for text in ("[ tool . 'fixtranscript' ]", "[tool.ruff]  # fixtranscript")]
    [True, False]
    """
    if "fixtranscript" not in text:
        return False
    plain = text.translate({ord(sign): None for sign in " \t\"'"})
    return any(way in plain for way in ("tool.fixtranscript", "[tool]", "tool=", "\\u", "\\U"))


def _checked(value: object, kind: Kind, path: Path, key: str) -> object:
    values = value if kind.listed and isinstance(value, list) else [value]
    if any(type(each) is not kind.type for each in values):
        expected = _TYPES[kind.type] + (", or a list of such" if kind.listed else "")
        raise SettingsError(f"{shown(path)}: {key} is {value!r}; expected {expected}")
    if kind.is_path and value != "-":
        return str(path.parent / str(value))
    return values if kind.listed else value
