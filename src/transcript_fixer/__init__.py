"""Turns raw lecture transcripts into clean Markdown and a JSON index of topic segments.

>>> from transcript_fixer import fix_transcript
>>> talk = fix_transcript("so um today we look at mice。\\n\\nThey are small。")
>>> talk.segments[0].text
'so today we look at mice. They are small.'
>>> talk.restore()
'so um today we look at mice。\\n\\nThey are small。'
"""

from transcript_fixer.accounting import AccountingError
from transcript_fixer.decoding import DecodingError
from transcript_fixer.fillers import strip_fillers
from transcript_fixer.mojibake import fix_mojibake
from transcript_fixer.options import Fillers, Options
from transcript_fixer.pipeline import fix_transcript
from transcript_fixer.segments import find_boundaries
from transcript_fixer.version import __version__

__all__ = [
    "AccountingError",
    "DecodingError",
    "Fillers",
    "Options",
    "__version__",
    "find_boundaries",
    "fix_mojibake",
    "fix_transcript",
    "strip_fillers",
]
