"""What readers and programs get: valid Markdown, and an index after its schema."""

import json
import re
from importlib import resources
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from test_properties import TEXT

from transcript_fixer import Options, fix_transcript
from transcript_fixer.anchors import find_anchors
from transcript_fixer.writers.json import dump_edit, dump_index
from transcript_fixer.writers.markdown import escape

VALIDATOR = Draft202012Validator(
    json.loads((resources.files("transcript_fixer") / "writers" / "index.schema.json").read_text("utf-8"))
)
COMMONMARK = MarkdownIt("commonmark")
RAW = """# 【双语字幕】Physics ｜ waves - P7：What __init__ does - Ada - BV1ub4y127jj

Okay， so let's talk about __self__ and *args。 It is <T> or [0]。

![](img/a (1)_1.png)

1. is where we start。 # is a comment。

![](../x/a_3.png)
"""


def _body(markdown: str) -> str:
    return markdown.split("\n---\n", 1)[1]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(VALIDATOR.schema)


@given(TEXT)
def test_every_index_fits_the_schema(text: str) -> None:
    talk = fix_transcript(text)
    index = json.loads(dump_index(talk.to_index()))
    VALIDATOR.validate(index)
    lines = talk.to_markdown().split("\n")
    for segment in index["segments"]:
        assert lines[segment["line"] - 1] == f"## {escape(segment['title'])}"
        assert segment["words"] == len(segment["text"].split())
    for edit in talk.edits:
        assert json.loads(dump_edit(edit))["before"] == edit.before


def test_the_index_keys_stand_in_the_order_of_the_contract() -> None:
    index = fix_transcript(RAW).to_index()
    assert list(index) == VALIDATOR.schema["required"]
    assert list(index["segments"][0]) == VALIDATOR.schema["properties"]["segments"]["items"]["required"]


def test_the_title_line_tells_episode_channel_and_video() -> None:
    index = fix_transcript(RAW).to_index()
    assert (index["title"], index["episode"], index["channel"]) == ("What __init__ does", 7, "Ada")
    assert index["video"] == {
        "site": "bilibili",
        "id": "BV1ub4y127jj",
        "url": "https://www.bilibili.com/video/BV1ub4y127jj",
    }


@given(TEXT)
def test_speech_reads_as_spoken_in_a_commonmark_reader(text: str) -> None:
    talk = fix_transcript(text)
    tokens = COMMONMARK.parse(_body(talk.to_markdown()))
    shown = [
        "".join(child.content for child in token.children or [] if child.type == "text")
        for previous, token in pairwise(tokens)
        if previous.type == "paragraph_open" and previous.level == 0 and token.type == "inline"
        if not any(child.type == "image" for child in token.children or [])
    ]
    spoken = [part for segment in talk.segments for part in segment.text.split("\n\n") if part]
    assert shown == spoken
    allowed = {"text", "link_open", "link_close", "image"}
    inline = {child.type for token in tokens for child in token.children or []}
    assert inline <= allowed
    blocks = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert blocks <= {"heading", "paragraph", "inline", "bullet_list", "list_item"}


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).filter(lambda t: t == t.strip()))
def test_any_line_can_be_escaped(text: str) -> None:
    tokens = COMMONMARK.parse(escape(text))
    inline = [token for token in tokens if token.type == "inline"]
    assert [child.type for token in inline for child in token.children or []] == ["text"]
    assert inline[0].content.strip()
    assert (inline[0].children or [])[0].content == text


def test_contents_link_to_headings() -> None:
    markdown = fix_transcript(RAW).to_markdown()
    links = re.findall(r"^- \[.*\]\(#(.*)\)$", markdown, re.MULTILINE)
    titles = [
        token.content
        for previous, token in pairwise(COMMONMARK.parse(_body(markdown)))
        if previous.type == "heading_open"
    ]
    assert links
    assert set(links) <= set(find_anchors(titles))


def test_slides_have_a_number_and_a_path_that_resolves() -> None:
    talk = fix_transcript(RAW)
    images = [
        (child.attrs["src"], child.content)
        for token in COMMONMARK.parse(_body(talk.to_markdown()))
        for child in token.children or []
        if child.type == "image"
    ]
    assert images == [("img/a%20(1)_1.png", "Slide 1"), ("../x/a_3.png", "Slide 3")]
    assert [slide.image for segment in talk.segments for slide in segment.slides] == [
        "img/a (1)_1.png",
        "../x/a_3.png",
    ]


@pytest.mark.parametrize("prefix", ["slides/", "https://example.org/a b/"])
def test_another_folder_for_images_is_presentation(prefix: str) -> None:
    talk = fix_transcript(RAW, Options(images=prefix))
    assert prefix in talk.to_markdown()
    assert talk.restore() == RAW


@given(st.text(max_size=40), st.text(max_size=20))
def test_no_title_breaks_out_of_the_front_matter(title: str, file: str) -> None:
    talk = fix_transcript(f"# {title}\n\nSo it goes。\n", file=file)
    markdown = talk.to_markdown()
    facts = yaml.safe_load(markdown.split("\n---\n", 1)[0])
    assert facts["generator"] == "transcript_fixer"
    assert facts.get("title") == talk.title
    assert facts["segments"] == len(talk.segments)
