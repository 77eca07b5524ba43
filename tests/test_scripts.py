"""Scripts and benchmarks are run rarely; what they take from the package must be there all the same."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPTS = sorted([*(ROOT / "scripts").glob("*.py"), *(ROOT / "benchmarks").glob("*.py")])


def _taken(path: Path) -> list[tuple[str, str]]:
    """Names taken from our modules, by import or as an attribute of an imported module."""
    tree = ast.parse(path.read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    ours = [(node.module, alias.name) for node in imports for alias in node.names if _is_ours(node.module)]
    modules = {name: f"{module}.{name}" for module, name in ours if _is_module(f"{module}.{name}")}
    attributes = [
        (modules[node.value.id], node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules
    ]
    return [(module, name) for module, name in ours if name not in modules] + attributes


def _is_ours(module: str | None) -> bool:
    return module is not None and module.partition(".")[0] == "transcript_fixer"


def _is_module(name: str) -> bool:
    try:
        import_module(name)
    except ModuleNotFoundError:
        return False
    return True


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_takes_nothing_that_is_not_there(path: Path) -> None:
    missing = [f"{module}.{name}" for module, name in _taken(path) if not hasattr(import_module(module), name)]
    assert missing == []


def test_there_are_scripts() -> None:
    assert SCRIPTS
