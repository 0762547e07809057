"""No code opens an internet socket (promise 2): nothing in the product imports what could."""

from __future__ import annotations

import ast
from pathlib import Path

_PRODUCT = Path(__file__).resolve().parents[2] / "peerreview"
_FORBIDDEN = {
    "socket",
    "http",
    "urllib",
    "urllib3",
    "requests",
    "aiohttp",
    "ftplib",
    "smtplib",
    "telnetlib",
    "xmlrpc",
    "QtNetwork",
}


def _imports(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {part for alias in node.names for part in alias.name.split(".")}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= set(node.module.split(".")) | {alias.name for alias in node.names}
    return names


def test_nothing_imports_a_networking_module() -> None:
    files = list(_PRODUCT.rglob("*.py"))
    assert len(files) > 50
    guilty = {
        str(path): found for path in files if (found := _imports(ast.parse(path.read_text("utf-8"))) & _FORBIDDEN)
    }
    assert guilty == {}
