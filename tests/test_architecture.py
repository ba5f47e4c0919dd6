"""The floors' list is whole, and what the house forbids is absent."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.services import ROOT

FLOORS = ("participation", "consultations", "responses", "frontend")
ROOF = {"config", "migrations"}
DOORS = ("frontend.api", "frontend.desk", "frontend.public")


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
    listed = {
        name.removeprefix("participation.")
        for layer in layers
        for name in re.split(r"[\s:|]+", layer)
        if name.startswith("participation.")
    }
    there = {
        path.stem
        for path in (ROOT / "participation").iterdir()
        if (path.suffix == ".py" and path.stem != "__init__") or (path / "__init__.py").exists()
    }
    assert there | {"config"} == listed | ROOF


def test_only_the_text_room_imports_bleach() -> None:
    users = {
        path.parts[:2] for path, tree in modules() if any(n.split(".")[0] == "bleach" for n in imported(tree))
    }
    assert users <= {("participation", "text"), ("participation", "text.py")}


def test_only_the_frontend_speaks_http() -> None:
    http = re.compile(r"^(django\.(http|shortcuts|views)|rest_framework|channels\.generic|django_htmx)\b")
    for path, tree in modules("participation", "consultations", "responses"):
        if path.parts[:2] != ("participation", "config"):
            assert not [name for name in imported(tree) if http.match(name)], f"{path} speaks HTTP"


@cache
def imports() -> dict[str, set[str]]:
    """Which module imports which, those inside functions and for types only among them."""
    found: dict[str, set[str]] = {}
    for path, tree in modules():
        found[".".join(path.with_suffix("").parts).removesuffix(".__init__")] = set(imported(tree))
    return {name: {other for other in others if other in found} - {name} for name, others in found.items()}


def by_room(name: str) -> str:
    """consultations.documents, frontend.desk.questions, participation.clock."""
    return ".".join(name.split(".")[: 3 if name.startswith(DOORS) else 2])


def circle(graph: dict[str, set[str]]) -> list[str]:
    """A way from a node back to itself, or nothing."""
    done: set[str] = set()

    def walk(node: str, way: list[str]) -> list[str]:
        if node in way:
            return [*way[way.index(node) :], node]
        if node in done:
            return []
        found = next((back for other in sorted(graph[node]) if (back := walk(other, [*way, node]))), [])
        done.add(node)
        return found

    return next((found for node in sorted(graph) if (found := walk(node, []))), [])


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert not circle(imports())


def test_no_rooms_lean_on_each_other_in_a_circle() -> None:
    """A floor's own `models`, `apps` and `urls` only gather its rooms."""
    rooms: dict[str, set[str]] = {}
    for name, others in imports().items():
        rooms.setdefault(by_room(name), set()).update(map(by_room, others))
    assert not circle({room: others - {room} for room, others in rooms.items()})


def by_door(name: str) -> str:
    return ".".join(name.split(".")[:2])


def test_no_door_imports_another() -> None:
    for name, others in imports().items():
        own = next((door for door in DOORS if name.startswith(f"{door}.")), None)
        crossing = [other for other in others if own and other.startswith(DOORS) and by_door(other) != own]
        assert not crossing, f"{name} imports {crossing}"


def test_what_the_doors_share_knows_no_door() -> None:
    for name, others in imports().items():
        if name.startswith(("frontend.shared", "frontend.forms")):
            assert not [other for other in others if other.startswith(DOORS)], name


def test_inside_a_room_nothing_looks_up() -> None:
    """models ← queries ← policies ← actions ← what the room does by itself."""
    rank = {
        "models": 0,
        "queries": 1,
        "policies": 2,
        "actions": 3,
        "ledger": 3,
        "mails": 4,
        "deadlines": 4,
        "upkeep": 4,
    }
    for name, others in imports().items():
        room, _, own = name.rpartition(".")
        if own not in rank or name.count(".") != 2 or name.startswith("frontend"):
            continue
        for other in others:
            if other.startswith(f"{room}."):
                assert rank.get(other.removeprefix(f"{room}."), -1) <= rank[own], f"{name} imports {other}"


def test_nothing_but_transitions_assigns_a_status() -> None:
    for path, tree in modules("participation", "consultations", "responses"):
        if path == Path("participation/transitions.py"):
            continue
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            bad = [t for t in targets if isinstance(t, ast.Attribute) and t.attr == "status"]
            assert not bad, f"{path}:{bad[0].lineno} writes a status by hand"


QUEUE = ("tasks", "outbox", "models", "mending", "housekeeping")


def test_each_transaction_has_a_block_of_its_own() -> None:
    """As a decorator one block serves every call, and the order of locks could not tell two transactions apart."""
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                assert not [each for each in node.decorator_list if "atomic" in ast.unparse(each)], (
                    f"{path}: {node.name}"
                )


def test_time_is_asked_from_the_clock() -> None:
    """History is made through the same actions: whoever asks the wall cannot be moved by `clock.at()`."""
    wall = re.compile(r"\b(timezone\.now|timezone\.localdate|date\.today|datetime\.now|datetime\.utcnow)\(")
    # The queue between processes and the roof live in real time.
    queue = {Path(f"participation/delivery/{name}.py") for name in QUEUE}
    allowed = queue | {Path("participation/clock.py")}
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
