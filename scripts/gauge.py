#!/usr/bin/env python3
"""What a change of rules does to talks: edits gained, lost and changed, and boundaries moved.

    scripts/gauge.py [--base REV] [TALK ...]

Runs the code of REV (default HEAD) and the code as it stands over the talks (default
data/raw and tests/talks) and prints, for each reason, how many edits are new, gone, or
now read otherwise; and WindowDiff and Pk of the new segments against the old ones, on
sentences (0 where no boundary moved). Paste the table into the commit message.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORT = """
import json, pathlib, sys
from transcript_fixer import fix_transcript
for name in sys.argv[1:]:
    talk = fix_transcript(pathlib.Path(name).read_bytes())
    print(json.dumps({
        "edits": [[*edit.span, edit.after, edit.reason.value] for edit in talk.edits],
        "starts": [segment.span.start for segment in talk.segments],
        "length": talk.source.characters,
    }))
"""


def report(source: Path, talks: list[Path]) -> list[dict]:
    environment = {**os.environ, "PYTHONPATH": str(source)}
    command = [sys.executable, "-c", REPORT, *map(str, talks)]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def compare(old: dict, new: dict, counts: Counter) -> None:
    before = {(start, end): (after, reason) for start, end, after, reason in old["edits"]}
    after = {(start, end): (after, reason) for start, end, after, reason in new["edits"]}
    for span in before.keys() | after.keys():
        if span not in before:
            counts[after[span][1], "gained"] += 1
        elif span not in after:
            counts[before[span][1], "lost"] += 1
        elif before[span] != after[span]:
            counts[after[span][1], "changed"] += 1


def boundaries(talk: dict) -> set[int]:
    """Boundaries on a grid of 100 characters: about a sentence, and the same for both sides."""
    return {start // 100 for start in talk["starts"][1:]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", default="HEAD")
    parser.add_argument("talks", type=Path, nargs="*")
    arguments = parser.parse_args()
    talks = arguments.talks or [*ROOT.glob("data/raw/*.txt"), *ROOT.glob("tests/talks/*/source.txt")]
    talks = [talk.resolve() for talk in talks]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["git", "-C", ROOT, "worktree", "add", "--quiet", "--detach", folder, arguments.base], check=True
        )
        try:
            old = report(Path(folder, "src"), talks)
        finally:
            subprocess.run(["git", "-C", ROOT, "worktree", "remove", "--force", folder], check=True)
    new = report(ROOT / "src", talks)

    counts: Counter = Counter()
    for one, other in zip(old, new, strict=True):
        compare(one, other, counts)
    print("| reason | gained | lost | changed |\n|---|---|---|---|")
    for reason in sorted({reason for reason, _ in counts}):
        print(f"| {reason} | " + " | ".join(str(counts[reason, kind]) for kind in ("gained", "lost", "changed")) + " |")

    from transcript_fixer.scoring import pk, window_diff

    pairs = [
        (boundaries(one), boundaries(other), one["length"] // 100 + 1) for one, other in zip(old, new, strict=True)
    ]
    for name, measure in (("WindowDiff", window_diff), ("Pk", pk)):
        print(f"{name} against the old segments: {sum(measure(*pair) for pair in pairs) / len(pairs):.3f}")


if __name__ == "__main__":
    main()
