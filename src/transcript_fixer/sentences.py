"""Cues to sentences.

What is said is never touched here; what captioning did to it is undone. First
whatever is no speech goes (sounds, decoder loops, captions that were rolled up
twice), then the marks between the words are decided (`gaps`), then capitals
(`casing`). All offsets are those of the joined captions, in which slide markers
count as white space; one edit applies everything.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from transcript_fixer.gaps import (
    FIRST_PERSON,
    Gap,
    Habits,
    Mark,
    Script,
    decide_marks,
    find_gaps,
    find_habits,
    read_script,
)
from transcript_fixer.loops import find_loops
from transcript_fixer.model import (
    Block,
    Captions,
    Fixed,
    Sentence,
    SlideMarker,
    TranscriptWarning,
    Unit,
    Utterance,
    WarningKind,
)
from transcript_fixer.nonspeech import find_non_speech
from transcript_fixer.numbers import find_inner_marks
from transcript_fixer.options import Options
from transcript_fixer.overlap import find_overlaps
from transcript_fixer.punctuation import PAD, load_model
from transcript_fixer.speakers import Turn, find_turns
from transcript_fixer.trace import Change, Reason, Span, TracedText


class _Removal(NamedTuple):
    start: int
    end: int
    reason: Reason
