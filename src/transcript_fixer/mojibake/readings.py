"""What a damaged character may have been.

UTF-8 writes a character as a lead byte, which tells how many bytes follow, and those
continuation bytes. Read as Windows-1252 each byte became a character of its own, and some
got lost on the way: 81 8D 8F 90 9D stand for nothing in Windows-1252, and AD is the
soft hyphen, which nobody sees. No lead byte is among them. So the damaged text still
says where each character starts and how many of its bytes are missing, and it may have
been one of at most 6 characters where one byte is lost, 12 where it is open which of
two, and 36 where both are gone:

>>> "".join(readings("Ã"))
'ÁÍÏÐÝí'
>>> "".join(readings("å¦"))
'偦卦另否坦妁妍妏妐妝妭学'

A byte that became U+FFFD was one of the first five, and we know where it stood.
"""

from __future__ import annotations

import codecs
import functools
import re
import unicodedata
from itertools import combinations, product

UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
LOSABLE = (*UNDEFINED, 0xAD)
NBSP = "\xa0"

# Windows-1252 as programs really decode it: the five undefined bytes become control characters.
_TABLE = "".join(chr(byte) if byte in UNDEFINED else bytes([byte]).decode("cp1252") for byte in range(256))
_ENCODING = codecs.charmap_build(_TABLE)
_BYTES = {character: byte for byte, character in enumerate(_TABLE)}

_REST = re.escape("".join(_TABLE[0x80:0xC0])) + "\ufffd"
HIGH = _REST + _TABLE[0xC2:0xF5]
"""Every character that a byte of UTF-8 above 7F becomes, as the inside of a character class."""

# Characters that have all their bytes.
_WHOLE_REST = _REST.replace("\ufffd", "")
_WHOLE_ONE = f"[Â-ô](?:(?<=[Â-ß])[{_WHOLE_REST}]|(?<=[à-ï])[{_WHOLE_REST}]{{2}}|(?<=[ð-ô])[{_WHOLE_REST}]{{3}})"
WHOLE = f"{_WHOLE_ONE}(?:{_WHOLE_ONE})*"
# One damaged character: its lead and what is left of the bytes that belong to it.
PIECE = f"[Â-ß][{_REST}]?|[à-ï][{_REST}]{{0,2}}|[ð-ô][{_REST}]{{0,3}}"
# The same where a no-break space, byte A0, has become an ordinary space.
SPACED_PIECE = (
    f"[Â-ß](?:[{_REST}]| )?"
    f"|[à-ï](?:[{_REST}]{{2}}|[{_REST}] | [{_REST}]|[{_REST}]| )?"
    f"|[ð-ô](?:[{_REST}]{{3}}|[{_REST}]{{2}} |[{_REST}] [{_REST}]| [{_REST}]{{2}}|[{_REST}]{{1,2}})?"
)


def to_bytes(text: str) -> bytes | None:
    """The bytes that a text was decoded from as Windows-1252; None if it was not."""
    try:
        return codecs.charmap_encode(text, "strict", _ENCODING)[0]
    except UnicodeEncodeError:
        return None


def decode_whole(text: str) -> str | None:
    """The UTF-8 text that was read as Windows-1252 with no byte lost; None if it is not that.

    >>> decode_whole("MarÃ­a")
    'María'
    """
    encoded = to_bytes(text)
    if encoded is None:
        return None
    try:
        return encoded.decode("utf-8")
    except UnicodeDecodeError:
        return None


def missing(piece: str) -> int:
    """How many bytes a damaged character has lost."""
    lead = piece[0]
    return (1 if lead < "à" else 2 if lead < "ð" else 3) - len(piece) + 1


@functools.lru_cache(maxsize=50_000)
def readings(piece: str, *, hyphen_lost: bool = True) -> tuple[str, ...]:
    """All characters that a piece may have been, in code point order.

    A space at its end, or inside it, may be a byte A0; at its end it may also be a space, and
    then it is part of the reading. `hyphen_lost` is false where byte AD survived elsewhere.
    """
    found = set(_complete(piece.replace(" ", NBSP), hyphen_lost))
    if piece.endswith(" "):
        found.update(character + " " for character in _complete(piece[:-1], hyphen_lost))
    if piece == "Ã ":
        found.add("à ")  # the two spaces after "à" became one
    if piece == "Â ":
        found = {NBSP}  # nobody writes a soft hyphen at the end of a word
    return tuple(sorted(found))


def _complete(piece: str, hyphen_lost: bool) -> set[str]:
    lead, rest = _BYTES[piece[0]], piece[1:]
    lost = missing(piece)
    if lost < 0:
        return set()
    fill = LOSABLE if hyphen_lost else UNDEFINED
    if lost > 2:
        return set()
    known = [UNDEFINED if character == "\ufffd" else (_BYTES[character],) for character in rest]
    found = set()
    for gaps in combinations(range(len(rest) + lost), lost):
        options: list[tuple[int, ...]] = list(known)
        for gap in gaps:
            options.insert(gap, fill)
        for chosen in product(*options):
            try:
                character = bytes((lead, *chosen)).decode("utf-8")
            except UnicodeDecodeError:
                continue
            if unicodedata.category(character) not in ("Cn", "Co", "Cc"):
                found.add(character)
    return found
