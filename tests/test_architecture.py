"""The floors' list is whole, and what the house forbids is absent."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.services import ROOT

FLOORS = ("participation", "consultations", "responses", "frontend")
ROOF = {"config", "migrations"}
ROOM_FILES = {"models", "queries", "policies", "actions", "tasks", "subscriptions"}
LOWER_FIRST = ("models", "queries", "policies", "actions", "tasks", "subscriptions")


def modules(*floors: str) -> Iterator[tuple[Path, ast.Module]]:
    for floor in floors or FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text(), str(path))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_part_of_the_ground_floor_is_in_the_layers() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    listed = {name.strip().removeprefix("participation.") for name in layers[-1].split(":")}
    there = {
        path.stem
        for path in (ROOT / "participation").iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").exists()
    }
    assert there - ROOF == listed


def test_only_the_text_room_imports_bleach() -> None:
    users = {path.parts[:2] for path, tree in modules() if any(n.split(".")[0] == "bleach" for n in imported(tree))}
    assert users <= {("participation", "text"), ("participation", "text.py")}


def test_only_the_frontend_speaks_http() -> None:
    http = re.compile(r"^(django\.(http|shortcuts|views)|rest_framework|channels\.generic|django_htmx)\b")
    for path, tree in modules("participation", "consultations", "responses"):
        if path.parts[:2] != ("participation", "config"):
            assert not [name for name in imported(tree) if http.match(name)], f"{path} speaks HTTP"


def test_inside_a_room_nothing_looks_up() -> None:
    """models ← queries, policies ← actions ← tasks, subscriptions."""
    rank = {"models": 0, "queries": 1, "policies": 1, "actions": 2, "tasks": 3, "subscriptions": 3}
    for path, tree in modules("participation", "consultations", "responses"):
        room, own = ".".join(path.parts[:-1]), rank.get(path.stem)
        if own is None or len(path.parts) != 3:
            continue
        # An import inside a function is a look-back made on purpose (a model's property); module level is the rule.
        top = ast.Module([node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)], [])
        for name in imported(top):
            other = name.removeprefix(room + ".").split(".")[0] if name.startswith(room + ".") else ""
            assert rank.get(other, -1) <= own, f"{path} imports {name}"


def test_nothing_but_transitions_assigns_a_status() -> None:
    for path, tree in modules("participation", "consultations", "responses"):
        if path == Path("participation/transitions.py"):
            continue
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            bad = [t for t in targets if isinstance(t, ast.Attribute) and t.attr == "status"]
            assert not bad, f"{path}:{bad[0].lineno} writes a status by hand"


def test_time_is_asked_from_the_clock() -> None:
    """History is made through the same actions: whoever asks the wall cannot be moved by `clock.at()`."""
    wall = re.compile(r"\b(timezone\.now|timezone\.localdate|date\.today|datetime\.now|datetime\.utcnow)\(")
    # The queue between processes and the roof live in real time.
    queue = {Path("participation/delivery/tasks.py"), Path("participation/delivery/outbox.py")}
    allowed = queue | {Path("participation/deadlines/clock.py")}
    for path, _ in modules("participation", "consultations", "responses"):
        if path in allowed or path.parts[:2] == ("participation", "config"):
            continue
        for number, line in enumerate((ROOT / path).read_text().splitlines(), 1):
            assert not wall.search(line), f"{path}:{number} asks the wall: {line.strip()}"


def test_pages_carry_no_inline_style_or_script() -> None:
    """The content policy forbids them; a browser would drop them silently."""
    inline = re.compile(r"""(?i)\sstyle\s*=\s*["']|<style[\s>]|\son[a-z]+\s*=\s*["']|javascript:""")
    script = re.compile(r"(?i)<script(?![^>]*\b(src|type=\"application/(ld\+)?json\"))[^>]*>")
    for template in (ROOT / "frontend" / "templates").rglob("*.html"):
        text = re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", template.read_text(), flags=re.DOTALL)
        for rule in (inline, script):
            found = rule.search(text)
            assert not found, f"{template.relative_to(ROOT)}: {found[0]!r}"


def test_no_file_has_outgrown_the_house() -> None:
    """About 400 lines is where a file is split by what it is about."""
    names = [
        path
        for floor in (*FLOORS, "tests")
        for kind in ("*.py", "*.html", "*.css", "*.js")
        for path in (ROOT / floor).rglob(kind)
        if "migrations" not in path.parts and "vendor" not in path.parts
    ]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in names}
    assert not {name: length for name, length in lengths.items() if length > 420}
