"""Bytes to text, in a fixed order and without guessing.

Guessers take GBK for Thai and GB2312 for Big5 at times, and a wrong guess looks
like a finished transcript. So we take what a file says of itself (a byte order
mark, the NULs of UTF-16), then UTF-8, and ask for everything else; only
`encoding="auto"` guesses, among the few encodings such files really have.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable
from typing import NamedTuple

from transcript_fixer.model import Fixed, Source, TranscriptWarning, WarningKind
from transcript_fixer.trace import Change, Reason, TracedText


class DecodingError(ValueError):
    """The bytes are not text, or not in an encoding we may assume. The message says what to try."""


# Longest first: the mark of UTF-32 starts with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (or an Office document)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"OggS", "an Ogg recording"),
    (b"RIFF", "a RIFF recording or picture"),
    (b"ID3", "an MP3 recording"),
)
_INVALID_SHARE = 0.01  # above it, "UTF-8 with damage" is no longer the likely story
_CONTROL_BYTE_RE = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ESCAPED_RE = re.compile("[\udc80-\udcff]+")
_SURROGATE_RE = re.compile("[\ud800-\udfff]")


def decode(data: bytes, encoding: str | None = None) -> Source:
    r"""Decode by `encoding`, byte order mark, the NULs of UTF-16, or UTF-8, in this order.

    A byte that does not fit stays in the text as a lone surrogate, so that nothing is lost;
    `mark_unreadable` shows it as U+FFFD. Raises DecodingError where 1 byte in 100 does not fit.

        >>> decode("Größe".encode("utf-16")).encoding
        'utf-16-le'
        >>> decode(b"na\xefve, said in a longer text" * 9)
        Traceback (most recent call last):
        ...
        transcript_fixer.decoding.DecodingError: not UTF-8 (byte 2 is 0xEF); it could be windows-1252: ...
    """
    digest = hashlib.sha256(data).hexdigest()
    if encoding == "auto":
        return Source(*_guess(data), digest)
    if encoding is not None:
        return Source(*_decode_as(data, encoding), digest)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Source(*_decode_as(data[len(mark) :], name), digest)
    if wide := _wide_encoding(data):
        return Source(*_decode_as(data, wide), digest)
    return Source(_decode_utf8(data), "utf-8", digest)


def source_from_text(text: str) -> Source:
    """The source for text that came decoded; its hash is that of its UTF-8 form."""
    return Source(text, "utf-8", hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def mark_unreadable(text: TracedText) -> Fixed[TracedText]:
    r"""Write U+FFFD for each undecodable byte and each lone surrogate.

        >>> fixed = mark_unreadable(TracedText.from_source("caf\udce9"))
        >>> fixed.value.text, fixed.warnings[0].message
        ('caf�', '1 byte that is not UTF-8')

    The edit keeps the byte (as PEP 383 writes it), so restoring gives it back.
    """
    if text.text.isascii() or not _SURROGATE_RE.search(text.text):
        return Fixed(text)
    changes = [Change(m.start(), m.end(), "\ufffd", Reason.UNDECODABLE) for m in _SURROGATE_RE.finditer(text.text)]
    warnings = []
    for match in _ESCAPED_RE.finditer(text.text):
        size = match.end() - match.start()
        message = f"{size} byte{'s' if size > 1 else ''} that {'are' if size > 1 else 'is'} not UTF-8"
        span = text.source_span(match.start(), match.end())
        warnings.append(TranscriptWarning(WarningKind.UNREADABLE_BYTES, span, message))
    return Fixed(text.edit(changes), tuple(warnings))


def _decode_as(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        name = codecs.lookup(encoding).name
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        where = f"byte {error.start} is 0x{data[error.start]:02X}"
        raise DecodingError(f"not {encoding} ({where}); {_advice(data)}") from None
    except (LookupError, ValueError):
        message = f"no text encoding is called {encoding!r}; try utf-8, gb18030 or windows-1252"
        raise DecodingError(message) from None
    return text.removeprefix("\ufeff"), name


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 shows by NULs in every second byte: those of ASCII characters, line ends at least."""
    sample = data[: 1 << 16]
    if len(sample) < 2 or len(data) % 2 or b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    few = len(sample) // 200
    if odd > 4 * even + few:
        return "utf-16-le"
    if even > 4 * odd + few:
        return "utf-16-be"
    return None


def _decode_utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = error.start
    text = data.decode("utf-8", "surrogateescape")
    invalid = len(_SURROGATE_RE.findall(text))
    if invalid < _INVALID_SHARE * len(data):
        return text
    raise DecodingError(f"not UTF-8 (byte {first} is 0x{data[first]:02X}); {_advice(data)}")


def _advice(data: bytes) -> str:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return f"not text: it looks like {kind}"
    sample = data[: 1 << 16]
    if len(_CONTROL_BYTE_RE.findall(sample)) > len(sample) / 50:
        return "not text: it is full of control bytes"
    names = [name for name, _ in _ranked(data)]
    if not names:
        return "not text in any encoding known here"
    return f"it could be {' or '.join(names[:3])}: try --encoding {names[0]} (encoding={names[0]!r} in Python)"


class _Candidate(NamedTuple):
    """An encoding, and which of its two-byte characters are everyday ones."""

    name: str
    is_common: Callable[[str], bool]


def _level_one(codec: str, low: int, high: int) -> Callable[[str], bool]:
    """The first level of a Chinese or Japanese standard holds the everyday characters, by lead byte."""

    def is_common(character: str) -> bool:
        encoded = character.encode(codec, "ignore")
        return len(encoded) == 2 and low <= encoded[0] <= high

    return is_common


_CANDIDATES = (
    _Candidate("gb18030", _level_one("gb2312", 0xB0, 0xD7)),
    _Candidate("big5", _level_one("big5", 0xA4, 0xC6)),
    _Candidate("shift_jis", lambda c: "ぁ" <= c <= "ヾ" or _level_one("shift_jis", 0x88, 0x97)(c)),
    _Candidate("windows-1252", lambda c: c in "äöüßÄÖÜàâçéèêëîïôùûñáíóúåæøãõ“”‘’–—…€£°"),
)


def _ranked(data: bytes) -> list[tuple[str, str]]:
    """The encodings that read all of `data`, the most everyday text first, each with a sample."""
    scored = []
    sample = data[: 1 << 16]
    for name, is_common in _CANDIDATES:
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        text = codecs.getincrementaldecoder(name)().decode(sample)
        others = [c for c in text if c > "\x7f" and c not in "，。、！？；：「」（）《》・ー　"]
        scored.append((sum(map(is_common, others)) / max(1, len(others)), name, text))
    scored.sort(key=lambda entry: -entry[0])
    return [(name, text) for share, name, text in scored if share >= 0.3 or not scored[0][0]]


def _guess(data: bytes) -> tuple[str, str]:
    try:
        source = decode(data)
    except DecodingError as error:
        ranked = [] if "not text" in str(error) else _ranked(data)
        if not ranked:
            raise
        name = ranked[0][0]
        return data.decode(name), name
    return source.text, source.encoding
