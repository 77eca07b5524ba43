"""Damage our own texts in the ways that files are damaged, repair them, and count what is still wrong.

    python benchmarks/mojibake.py [FOLDER]

Without a folder, the texts of mojibake_texts.toml: two paragraphs of our own in each of 17 languages.
With one, its .txt files, under their names. ftfy.fix_encoding is measured beside us in the same run.
A figure is how many characters are wrong (Levenshtein distance) for each 1,000 characters outside ASCII.
"""

from __future__ import annotations

import argparse
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import ftfy
from rapidfuzz.distance import Levenshtein

from transcript_fixer import fix_mojibake

UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
KINDS = ("lossless", "lost", "lost_nbsp", "fffd", "twice", "mixed", "none")


def damage(text: str, kind: str) -> str:
    """What a text becomes when its UTF-8 is read as Windows-1252, in one of several ways."""
    if kind == "none":
        return text
    if kind == "twice":
        return damage(damage(text, "lossless"), "lossless")
    if kind == "mixed":
        paragraphs = text.split("\n\n")
        return "\n\n".join(damage(part, "lost") if index % 2 else part for index, part in enumerate(paragraphs))
    return "".join(_as_read(byte, kind) for byte in text.encode())


def _as_read(byte: int, kind: str) -> str:
    undefined = byte in UNDEFINED
    if kind.startswith("lost") and (undefined or byte == 0xAD):
        return ""
    if kind == "fffd" and undefined:
        return "\ufffd"
    if kind == "lost_nbsp" and byte == 0xA0:
        return " "
    return chr(byte) if undefined else bytes([byte]).decode("cp1252")


def wrong(repair: Callable[[str], str], text: str, kind: str) -> float:
    """Characters still wrong for each 1,000 outside ASCII."""
    return 1000 * Levenshtein.distance(repair(damage(text, kind)), text) / sum(character > "\x7f" for character in text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    folder = parser.parse_args().folder
    if folder:
        texts = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))}
    else:
        texts = tomllib.loads(Path(__file__).with_name("mojibake_texts.toml").read_text("utf-8"))
    for text in texts.values():  # load the models outside the timing
        fix_mojibake(damage(text[:300], "lost"))
    print("ours / ftfy.fix_encoding: characters wrong per 1,000 outside ASCII\n")
    print("| text | " + " | ".join(KINDS) + " |\n|---|" + "---|" * len(KINDS))
    for name, text in texts.items():
        cells = (
            f"{wrong(fix_mojibake, text, kind):.0f} / {wrong(ftfy.fix_encoding, text, kind):.0f}" for kind in KINDS
        )
        print(f"| {name} | " + " | ".join(cells) + " |")
    print("\nMB of damaged UTF-8 a second\n")
    print("| | " + " | ".join(KINDS) + " |\n|---|" + "---|" * len(KINDS))
    for label, repair in (("ours", fix_mojibake), ("ftfy.fix_encoding", ftfy.fix_encoding)):
        print(f"| {label} | " + " | ".join(f"{speed(repair, list(texts.values()), kind):.1f}" for kind in KINDS) + " |")


def speed(repair: Callable[[str], str], texts: list[str], kind: str) -> float:
    damaged = [damage(text, kind) for text in texts]
    start = time.perf_counter()
    for text in damaged:
        repair(text)
    return sum(len(text.encode()) for text in damaged) / 1e6 / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
