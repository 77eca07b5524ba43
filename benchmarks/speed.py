"""How fast the pipeline and the command are, beside ftfy on the same text in the same run.

    python benchmarks/speed.py [FILE OR FOLDER ...] [--megabytes 4] [--jobs 1 2 4]

Without files it takes the lecture in data/raw. Ratios are what counts: seconds move with the
machine. Prints the table that the README shows.

  pipeline   processor time of fix_transcript, in units of ftfy.fix_text on the same text
  stages     the share of each stage in it
  start      processor time of the command on the smallest file, in units of the `ftfy` command
  folder     a folder of copies, with each number of worker processes, and the peak memory of a process
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import ftfy

from transcript_fixer import fix_transcript, pipeline
from transcript_fixer.batch.workers import available_cores

LECTURE = Path(__file__).parent.parent / "data" / "raw"
STAGES = {
    "decode": "decoding",
    "strip_markup": "own Markdown",
    "_repair_characters": "mojibake",
    "parse_captions": "captions",
    "rebuild_sentences": "sentences",
    "strip_disfluencies": "fillers",
    "fix_terms": "terms",
    "split_sentences": "sentence split",
    "find_segments": "segments",
    "lay_out": "layout",
    "check_accounts": "accounting",
}
# In a process of its own: a child's peak includes what its parent held when it was started.
MEASURED = (
    "import resource, subprocess, sys, time; begin = time.perf_counter(); subprocess.run(sys.argv[1:], check=True);"
    "print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def processor_seconds(run: Callable[[], object]) -> float:
    begin = time.process_time()
    run()
    return time.process_time() - begin


def child_seconds(command: list[str], repeats: int = 9) -> float:
    """Processor time of a process, the median of several."""
    taken = []
    for _ in range(repeats):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(taken)


def measure_pipeline(texts: list[str]) -> None:
    for text in texts[:3]:  # what is loaded once
        fix_transcript(text), ftfy.fix_text(text)
    ours, theirs = [], []
    for _ in range(3):  # in turn, so that a machine that slows down slows both
        ours.append(processor_seconds(lambda: [fix_transcript(text) for text in texts]))
        theirs.append(processor_seconds(lambda: [ftfy.fix_text(text) for text in texts]))
    size = sum(len(text.encode()) for text in texts) / 1e6
    mine, other = statistics.median(ours), statistics.median(theirs)
    row("pipeline / ftfy", f"{mine / other:.2f} ({size / mine:.2f} MB/s against {size / other:.2f})")
    for name, share in stage_shares(texts):
        row(f"– {name}", f"{share * mine / other:.2f} ({share:.0%})")


def stage_shares(texts: list[str]) -> list[tuple[str, float]]:
    """The share of each stage in the whole, the largest first."""
    taken: Counter[str] = Counter()

    def timed(label: str, stage: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            begin = time.process_time()
            try:
                return stage(*arguments, **named)
            finally:
                taken[label] += time.process_time() - begin

        return call

    originals = {name: getattr(pipeline, name) for name in STAGES if hasattr(pipeline, name)}
    for name, stage in originals.items():
        setattr(pipeline, name, timed(STAGES[name], stage))
    try:
        whole = processor_seconds(lambda: [fix_transcript(text) for text in texts])
    finally:
        for name, stage in originals.items():
            setattr(pipeline, name, stage)
    return [(name, seconds / whole) for name, seconds in taken.most_common() if seconds / whole >= 0.005]


def measure_start(smallest: Path) -> None:
    here = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as out:
        mine = child_seconds([str(here / "fixtranscript"), str(smallest), f"{out}/a.md", "--force"])
        other = child_seconds([str(here / "ftfy"), str(smallest), "-o", f"{out}/a.txt"])
    row("start / ftfy command", f"{mine / other:.2f} ({mine * 1000:.0f} ms against {other * 1000:.0f})")


def measure_folder(files: list[Path], megabytes: float, jobs: list[int]) -> None:
    command = [sys.executable, "-c", MEASURED, str(Path(sys.executable).parent / "fixtranscript")]
    with tempfile.TemporaryDirectory() as out:
        raw = Path(out, "raw")
        raw.mkdir()
        size = number = 0
        while size < megabytes * 1e6:
            for path in files:
                data = path.read_bytes()
                (raw / f"{number:05}-{path.name[:100]}").write_bytes(data)
                size, number = size + len(data), number + 1
        first = 0.0
        for count in jobs:
            call = [*command, str(raw), f"{out}/{count}", "--jobs", str(count), "-q"]
            seconds, peak = map(float, subprocess.run(call, check=True, capture_output=True, text=True).stdout.split())
            first = first or seconds
            speed = f"{first / seconds:.2f} times as fast as {jobs[0]}, " if count != jobs[0] else ""
            row(
                f"folder, --jobs {count}",
                f"{speed}{size / 1e6 / seconds:.2f} MB/s, at most {peak / 1024:.0f} MiB a process",
            )


def row(name: str, value: str) -> None:
    print(f"| {name} | {value} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=[LECTURE])
    parser.add_argument("--megabytes", type=float, default=4, help="size of the folder (default: 4)")
    parser.add_argument("--jobs", nargs="*", type=int, default=[1, 2], help="numbers of workers (default: 1 2)")
    arguments = parser.parse_args()
    files = sorted(file for path in arguments.paths for file in ([path] if path.is_file() else path.rglob("*.txt")))
    texts = [path.read_text("utf-8", "replace") for path in files]
    print(
        f"{len(files)} files, {sum(map(len, texts)):,} characters; Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {available_cores()} cores, load {os.getloadavg()[0]:.1f}\n"
    )
    row("what", "how much")
    row("---", "---")
    gc.disable()  # as in the workers of the command
    measure_pipeline(texts)
    measure_start(min(files, key=lambda path: path.stat().st_size))
    measure_folder(files, arguments.megabytes, arguments.jobs)


if __name__ == "__main__":
    main()
