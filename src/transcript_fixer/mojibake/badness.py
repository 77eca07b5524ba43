"""ftfy's heuristic for mojibake, without the rest of ftfy.

Most damaged transcripts need nothing else of it, and `import ftfy.badness` imports the
whole package first: tables of entities, encodings and widths, 50 ms in all, as long as
all else that the command does for a short talk. Many do not even need the heuristic, whose
pattern takes 6 ms to compile: their commas and full stops tell.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

_SURE = ("ï¼Œ", "ã€‚")  # `，` and `。`: wherever one of them stands, the heuristic says yes


def is_bad(text: str) -> bool:
    """What `ftfy.badness.is_bad` says: whether a text looks wrongly decoded.

    >>> is_bad("cafÃ©"), is_bad("café"), is_bad("two miceã€‚")
    (True, False, True)
    """
    return any(sign in text for sign in _SURE) or _load()(text)


@cache
def _load() -> Callable[[str], bool]:
    import sys
    from importlib.machinery import PathFinder
    from types import ModuleType

    package = PathFinder.find_spec("ftfy") if "ftfy" not in sys.modules else None
    found = PathFinder.find_spec("ftfy.badness", package.submodule_search_locations) if package else None
    if found is None or found.loader is None:
        from ftfy.badness import is_bad as judge
    else:
        module = ModuleType(found.name)
        found.loader.exec_module(module)
        judge = module.is_bad
    return judge
