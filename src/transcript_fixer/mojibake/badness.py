"""ftfy's heuristic for mojibake, without the rest of ftfy.

Most damaged transcripts need nothing else of it, and `import ftfy.badness` imports the
whole package first: tables of entities, encodings and widths, 50 ms in all, as long as
all else that the command does for a short talk.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache


@cache
def load_is_bad() -> Callable[[str], bool]:
    """The function `ftfy.badness.is_bad`: whether a text looks wrongly decoded.

    >>> load_is_bad()("cafÃ©"), load_is_bad()("café")
    (True, False)
    """
    import sys
    from importlib.machinery import PathFinder
    from types import ModuleType

    package = PathFinder.find_spec("ftfy") if "ftfy" not in sys.modules else None
    found = PathFinder.find_spec("ftfy.badness", package.submodule_search_locations) if package else None
    if found is None or found.loader is None:
        from ftfy.badness import is_bad
    else:
        module = ModuleType(found.name)
        found.loader.exec_module(module)
        is_bad = module.is_bad
    return is_bad
