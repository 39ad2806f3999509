"""Who may do what, read from the syntax tree: the stages decide, the edges read and write."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from functools import partial
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import nyaastats

PACKAGE = Path(nyaastats.__file__).parent
ROOT = PACKAGE.parent
OUTSIDE = {
    "httpx",
    "gql",
    "sqlite3",
    "duckdb",
    "pathlib",
    "time",
    "os",
    "io",
    "shutil",
    "socket",
    "subprocess",
    "urllib",
}
DECIDING = ("identify", "measure")
MOST_LINES = 40

Check = Callable[[ast.Module], Iterator[str]]


def imports(tree: ast.Module) -> Iterator[str]:
    """The first name of every module imported, wherever it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def inner_imports(tree: ast.Module) -> Iterator[str]:
    """Our own modules that are imported, by their stage."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nyaastats."):
            yield (node.module or "").split(".")[1]


def names(node: ast.AST) -> Iterator[str]:
    """Every name and attribute that is spoken of."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


# --- the checks: each yields what is wrong ---------------------------------------------------------------


def touches_the_outside(tree: ast.Module) -> Iterator[str]:
    yield from (f"imports {name}" for name in imports(tree) if name in OUTSIDE)
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    yield from ("calls open" for func in calls if isinstance(func, ast.Name) and func.id in {"open", "print", "input"})


def asks_the_clock(tree: ast.Module) -> Iterator[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    yield from (
        f"calls {func.attr}"
        for func in calls
        if isinstance(func, ast.Attribute) and func.attr in {"now", "utcnow", "today"}
    )


def reaches_an_edge(tree: ast.Module) -> Iterator[str]:
    edges = {"cli", "collect", "pipeline", "publish", "settings", "store"}
    yield from (f"imports nyaastats.{stage}" for stage in inner_imports(tree) if stage in edges)


STAGES = ("collect", "identify", "measure", "publish")


def imports_a_stage(tree: ast.Module, stage: str) -> Iterator[str]:
    """A stage knows the records of `domain`, never another stage."""
    yield from (f"imports nyaastats.{other}" for other in inner_imports(tree) if other in STAGES and other != stage)


FOLDERS = {
    "nyaastats": {"nyaastats"},
    "testkit": {"nyaastats", "testkit"},
    "benchmarks": {"nyaastats", "testkit", "benchmarks"},
    "tests": {"nyaastats", "testkit", "benchmarks"},
}
"""Each folder of Python, and those that it may import from. No test imports another: what tests share is in testkit."""


def imports_a_folder(tree: ast.Module, folder: str) -> Iterator[str]:
    """Imports of our own folders beyond those that `folder` may import from; tests are found by their own names too."""
    for name in imports(tree):
        is_test = name == "conftest" or name.startswith("test_")
        if is_test or (name in FOLDERS and name not in FOLDERS[folder]):
            yield f"imports {name}"


def imports_duckdb(tree: ast.Module) -> Iterator[str]:
    yield from ("imports duckdb" for name in imports(tree) if name == "duckdb")


def catches_everything(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and (
            node.type is None or {"Exception", "BaseException"} & set(names(node.type))
        ):
            yield f"line {node.lineno} catches everything"


def is_too_long(tree: ast.Module) -> Iterator[str]:
    for node in functions(tree):
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > MOST_LINES:
            yield f"{node.name} has {lines} lines"


def is_without_a_word(tree: ast.Module) -> Iterator[str]:
    if not ast.get_docstring(tree):
        yield "has no docstring"


def takes_a_bare_yes_or_no(tree: ast.Module) -> Iterator[str]:
    """A boolean that is passed by position says nothing where it is called."""
    for function in functions(tree):
        for argument in (*function.args.posonlyargs, *function.args.args):
            if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool":
                yield f"{function.name} takes {argument.arg} by position"


def import_graph(paths: list[Path]) -> dict[str, set[str]]:
    """Which of our modules imports which, lazy imports included."""
    names = {module_name(path): path for path in paths}
    graph: dict[str, set[str]] = {}
    for name, path in names.items():
        targets = imported_modules(ast.parse(path.read_text(encoding="utf-8")), names.keys())
        graph[name] = set(targets) - {name}
    return graph


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(tree: ast.Module, modules: Collection[str]) -> Iterator[str]:
    """Those of `modules` that are imported: `from a.b import c` is `a.b.c` where that is a module, else `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            wholes = (f"{node.module}.{alias.name}" for alias in node.names)
            candidates = (whole if whole in modules else node.module for whole in wholes)
            yield from (module for module in candidates if module in modules)


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of an import circle, if there is one."""
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        return list(error.args[1])
    return []


# --- over the whole package ------------------------------------------------------------------------------


def modules(*folders: str) -> list[Path]:
    roots = [PACKAGE / folder for folder in folders] or [PACKAGE]
    return sorted(path for root in roots for path in root.rglob("*.py"))


def python_files(folder: str) -> list[Path]:
    """The Python files of a folder of the project."""
    return sorted((ROOT / folder).rglob("*.py"))


def faults(check: Check, paths: list[Path]) -> list[str]:
    assert paths
    return [
        f"{path.relative_to(ROOT)} {fault}"
        for path in paths
        for fault in check(ast.parse(path.read_text(encoding="utf-8")))
    ]


@pytest.mark.parametrize("check", [touches_the_outside, asks_the_clock, reaches_an_edge])
@pytest.mark.parametrize("stage", DECIDING)
def test_the_deciding_stages_only_decide(stage: str, check: Check) -> None:
    assert faults(check, modules(stage)) == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_no_other_stage(stage: str) -> None:
    assert faults(partial(imports_a_stage, stage=stage), modules(stage)) == []


def test_there_is_no_import_circle() -> None:
    folders = ("nyaastats", "testkit", "benchmarks")
    assert circle(import_graph([path for folder in folders for path in python_files(folder)])) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_only_from_those_below_it(folder: str) -> None:
    assert faults(partial(imports_a_folder, folder=folder), python_files(folder)) == []


def test_nothing_is_deeper_than_three_folders() -> None:
    deep = [path for path in modules() if len(path.relative_to(ROOT).parts) > 4]
    assert deep == []


def test_the_ground_reads_and_writes_nothing() -> None:
    ground = [PACKAGE / "errors.py", *modules("domain")]
    assert (
        faults(touches_the_outside, ground) == faults(asks_the_clock, ground) == faults(reaches_an_edge, ground) == []
    )


PURE = ("policy", "nyaa/fields", "nyaa/feed", "nyaa/listing", "schedule", "events")
"""What the collector works out without asking anybody."""


@pytest.mark.parametrize("check", [touches_the_outside, asks_the_clock])
@pytest.mark.parametrize("name", PURE)
def test_the_core_of_the_collector_only_decides(name: str, check: Check) -> None:
    assert faults(check, [PACKAGE / "collect" / f"{name}.py"]) == []


@pytest.mark.parametrize(
    "name", [str(path.relative_to(PACKAGE / "collect"))[:-3] for path in sorted((PACKAGE / "collect").rglob("*.py"))]
)
def test_the_collector_is_told_the_time(name: str) -> None:
    assert faults(asks_the_clock, [PACKAGE / "collect" / f"{name}.py"]) == []


def test_only_the_engine_knows_duckdb() -> None:
    assert faults(imports_duckdb, modules()) == ["nyaastats/engines/duckdb.py imports duckdb"]


def test_only_the_command_line_catches_what_it_does_not_know() -> None:
    assert {fault.split()[0] for fault in faults(catches_everything, modules())} <= {"nyaastats/cli/app.py"}


@pytest.mark.parametrize("check", [is_too_long, is_without_a_word, takes_a_bare_yes_or_no])
def test_every_module_is_fit_to_read(check: Check) -> None:
    assert faults(check, modules()) == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "measure").rglob("*.sql")), ids=lambda path: path.name)
def test_every_table_says_what_it_holds(path: Path) -> None:
    assert has_header(path.stem, path.read_text(encoding="utf-8"))


def has_header(table: str, sql: str) -> bool:
    return sql.startswith(f"-- {table}: ")


# --- each check can fail ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "source", "fault"),
    [
        (touches_the_outside, "import httpx", "imports httpx"),
        (touches_the_outside, "def late():\n    from pathlib import Path", "imports pathlib"),
        (touches_the_outside, "import a, duckdb.typing", "imports duckdb"),
        (touches_the_outside, "x = open('y').read()", "calls open"),
        (asks_the_clock, "x = datetime.now(UTC)", "calls now"),
        (reaches_an_edge, "from nyaastats.store.reader import reading", "imports nyaastats.store"),
        (imports_duckdb, "if x:\n    import duckdb", "imports duckdb"),
        (catches_everything, "try:\n    x()\nexcept Exception:\n    pass", "line 3 catches everything"),
        (catches_everything, "try:\n    x()\nexcept (A, BaseException):\n    pass", "line 3 catches everything"),
        (catches_everything, "try:\n    x()\nexcept:\n    pass", "line 3 catches everything"),
        (is_too_long, "def f():\n" + "    x()\n" * 40, "f has 41 lines"),
        (is_too_long, "class A:\n    async def f():\n" + "        x()\n" * 40, "f has 41 lines"),
        (is_without_a_word, "x = 1", "has no docstring"),
        (takes_a_bare_yes_or_no, "def f(a: int, b: bool = True): ...", "f takes b by position"),
    ],
)
def test_a_check_finds_what_it_looks_for(check: Check, source: str, fault: str) -> None:
    assert list(check(ast.parse(source))) == [fault]


@pytest.mark.parametrize(
    ("check", "source"),
    [
        (touches_the_outside, "from datetime import datetime\nfile.open()"),
        (reaches_an_edge, "from nyaastats.identify.names.titles import parse_title"),
        (catches_everything, "try:\n    x()\nexcept (OSError, ValueError):\n    pass"),
        (is_too_long, "def f():\n" + "    x()\n" * 39),
        (takes_a_bare_yes_or_no, "def f(a: int, *, b: bool): ..."),
    ],
)
def test_a_check_lets_the_rest_pass(check: Check, source: str) -> None:
    assert list(check(ast.parse(source))) == []


def test_a_circle_is_found() -> None:
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) != []
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_an_import_of_another_stage_is_found() -> None:
    tree = ast.parse("def f():\n    from nyaastats.publish.build import counts\nfrom nyaastats.domain import shows")
    assert list(imports_a_stage(tree, "measure")) == ["imports nyaastats.publish"]
    assert list(imports_a_stage(tree, "publish")) == []


@pytest.mark.parametrize(
    ("folder", "source", "expected"),
    [
        ("testkit", "from tests.cli import test_app", ["imports tests"]),
        ("testkit", "def f():\n    import benchmarks.paths", ["imports benchmarks"]),
        ("tests", "from test_scrape import work", ["imports test_scrape"]),
        ("tests", "from conftest import season", ["imports conftest"]),
        ("tests", "from testkit import golden\nfrom benchmarks.paths import ROOT", []),
        ("nyaastats", "import testkit", ["imports testkit"]),
    ],
)
def test_an_import_of_a_folder_above_is_found(folder: str, source: str, expected: list[str]) -> None:
    assert list(imports_a_folder(ast.parse(source), folder)) == expected


@pytest.mark.parametrize("sql", ["SELECT 1", "-- other: a table", "--chart: squeezed"])
def test_a_header_can_be_missing(sql: str) -> None:
    assert not has_header("chart", sql)
