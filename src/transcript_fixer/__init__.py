"""Turns raw lecture transcripts into clean Markdown and a JSON index of topic segments.

>>> from transcript_fixer import fix_transcript
>>> talk = fix_transcript("So um today we look at mice。\\n\\nThey are small。")
>>> talk.segments[0].text
'Today we look at mice. They are small.'
>>> talk.restore()
'So um today we look at mice。\\n\\nThey are small。'
"""

from importlib import import_module
from typing import TYPE_CHECKING

from transcript_fixer.version import __version__

if TYPE_CHECKING:
    from transcript_fixer.accounting import AccountingError
    from transcript_fixer.batch import FileResult, fix_folder
    from transcript_fixer.decoding import DecodingError
    from transcript_fixer.fillers import strip_fillers
    from transcript_fixer.formats import FormatError
    from transcript_fixer.mojibake import fix_mojibake
    from transcript_fixer.options import Fillers, Options
    from transcript_fixer.pipeline import fix_transcript
    from transcript_fixer.segments import find_boundaries

__all__ = [
    "AccountingError",
    "DecodingError",
    "FileResult",
    "Fillers",
    "FormatError",
    "Options",
    "__version__",
    "find_boundaries",
    "fix_folder",
    "fix_mojibake",
    "fix_transcript",
    "strip_fillers",
]

# The home of each public name. It is imported when the name is first asked for: whoever wants
# the version, or one stage, should not wait for all of them.
_HOMES = {
    "AccountingError": "accounting",
    "DecodingError": "decoding",
    "FileResult": "batch",
    "Fillers": "options",
    "FormatError": "formats",
    "Options": "options",
    "find_boundaries": "segments",
    "fix_folder": "batch",
    "fix_mojibake": "mojibake",
    "fix_transcript": "pipeline",
    "strip_fillers": "fillers",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
