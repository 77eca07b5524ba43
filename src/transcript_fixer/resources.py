"""Where the package's own data lie: what `importlib.resources.files` gives, without its start-up.

That module brings zipfile and tempfile with it and takes longer to import than the data to
read. The price: the package must be installed as files, as pip does, and not in an archive.
"""

from __future__ import annotations

import sys
from pathlib import Path


def files(package: str) -> Path:
    """The folder of an imported package.

    >>> (files("transcript_fixer") / "lexicons" / "glossary.txt").is_file()
    True
    """
    file = sys.modules[package].__file__
    assert file
    return Path(file).parent
