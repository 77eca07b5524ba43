"""Bytes to text: in a fixed order, and never by a silent guess."""

import pytest

from transcript_fixer import DecodingError, FormatError, Options, fix_transcript
from transcript_fixer.decoding import decode

CHINESE = "今天我们来看看深度学习的新闻，这是很有意思的。"
TRADITIONAL = "今天我們來看看深度學習的新聞，這是很有意思的。"
JAPANESE = "今日はディープラーニングのニュースについて話します。"
GERMAN = "Über Größe und Maß läßt sich prächtig reden, schön wäre es."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", ["So it goes.\nOn and on.\n", CHINESE + " It is deep learning.\n"])
def test_unicode_is_known_without_being_told(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(CHINESE, "gb18030"), (TRADITIONAL, "big5"), (JAPANESE, "shift_jis"), (GERMAN, "windows-1252")],
)
def test_others_are_named_and_guessed_only_on_demand(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    with pytest.raises(DecodingError, match=f"try --encoding {encoding}"):
        decode(data)
    guessed = decode(data, "auto")
    assert (guessed.text, guessed.encoding) == (text, encoding)
    assert decode(data, encoding).text == text


def test_a_few_broken_bytes_are_shown_warned_of_and_restorable() -> None:
    data = " ".join(f"Mouse {number} ran over the table." for number in range(20)).encode() + b" Caf\xe9 and \xff\xfe!"
    talk = fix_transcript(data)
    assert "Caf\ufffd and \ufffd\ufffd!" in talk.segments[-1].text
    assert [warning.message for warning in talk.warnings if warning.kind == "unreadable-bytes"] == [
        "1 byte that is not UTF-8",
        "2 bytes that are not UTF-8",
    ]
    assert talk.restore().encode("utf-8", "surrogateescape") == data


def test_a_lone_surrogate_in_text_becomes_a_replacement_character() -> None:
    talk = fix_transcript("caf\udce9 \ud83d.")
    assert talk.segments[0].text == "caf\ufffd \ufffd."
    assert talk.restore() == "caf\udce9 \ud83d."


def test_more_broken_bytes_are_refused() -> None:
    with pytest.raises(DecodingError, match="not UTF-8"):
        decode(b"abc\xff" * 30)


@pytest.mark.parametrize(
    "magic", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"%PDF-1.7\n\xff\xff", b"PK\x03\x04\xff\xff"]
)
def test_what_is_not_text_is_called_so(magic: bytes) -> None:
    for encoding in (None, "auto"):
        with pytest.raises(DecodingError, match="not text"):
            decode(magic + bytes(range(256)) * 3, encoding)


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13", "a\0b", ""])
def test_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    with pytest.raises(DecodingError, match="encoding"):
        decode(b"abc", encoding)


def test_bytes_that_do_not_fit_the_named_encoding_are_refused() -> None:
    with pytest.raises(DecodingError, match="byte 1 is 0xFF"):
        fix_transcript(b"a\xff", Options(encoding="utf-8"))


SRT = "1\n00:00:01,000 --> 00:00:04,000\nSo um we saw mice\n"
WEBVTT = "WEBVTT\nKind: captions\n\n00:01.000 --> 00:04.000\nSo um we saw mice\n"


@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT, that is a format for captions。",
        "We saw mice。\n\n" + WEBVTT,
        "# P3：Captions\n\n" + SRT,
        "1\n\n00:00:01,000 --> 00:00:04,000 is what a line of it looks like。",
        "1\nThe first thing is that 00:00:01 --> 00:00:04 is a span。",
        "2021\nwas a year of mice。",
    ],
)
def test_what_only_speaks_of_captions_is_a_transcript(text: str) -> None:
    assert fix_transcript(text).restore() == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (WEBVTT, "WebVTT"),
        ("WEBVTT", "WebVTT"),
        ("WEBVTT - Mice\n\n" + SRT, "WebVTT"),
        ("\ufeff\n\n" + WEBVTT, "WebVTT"),
        (SRT, "SRT"),
        ("\n \n" + SRT.replace("\n", "\r\n"), "SRT"),
        (SRT.replace("\n", "\r"), "SRT"),
        ("ï»¿" + SRT.replace(",", "."), "SRT"),
    ],
)
def test_captions_with_times_are_named_and_refused(text: str, name: str) -> None:
    for source in (text, text.encode("utf-8"), text.encode("utf-16")):
        with pytest.raises(FormatError, match=name):
            fix_transcript(source)


@pytest.mark.parametrize(
    ("wrong", "called"), [(None, "NoneType"), (3, "int"), (["a"], "list"), (bytearray(), "bytearray")]
)
def test_a_source_is_text_or_bytes(wrong: object, called: str) -> None:
    with pytest.raises(TypeError, match=f"^expected str or bytes, not {called}$"):
        fix_transcript(wrong)
