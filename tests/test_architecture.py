"""The laws of the layout, the imports and the names, read from the syntax tree."""

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
DECIDING_STAGES = ("identify", "measure")
MAX_LINES = 40

Check = Callable[[ast.Module], Iterator[str]]


def find_imports(tree: ast.Module) -> Iterator[str]:
    """The first name of every module imported, wherever it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def find_package_imports(tree: ast.Module) -> Iterator[str]:
    """Our own modules that are imported, by their stage."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nyaastats."):
            yield (node.module or "").split(".")[1]


def find_names(node: ast.AST) -> Iterator[str]:
    """Every name and attribute that is spoken of."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr


def find_functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


# --- the checks: each yields what is wrong ---------------------------------------------------------------


def find_outside_access(tree: ast.Module) -> Iterator[str]:
    yield from (f"imports {name}" for name in find_imports(tree) if name in OUTSIDE)
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    yield from ("calls open" for func in calls if isinstance(func, ast.Name) and func.id in {"open", "print", "input"})


def find_clock_reads(tree: ast.Module) -> Iterator[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    yield from (
        f"calls {func.attr}"
        for func in calls
        if isinstance(func, ast.Attribute) and func.attr in {"now", "utcnow", "today"}
    )


def find_edge_imports(tree: ast.Module) -> Iterator[str]:
    edges = {"cli", "collect", "pipeline", "publish", "settings", "store"}
    yield from (f"imports nyaastats.{stage}" for stage in find_package_imports(tree) if stage in edges)


STAGES = ("collect", "identify", "measure", "publish")


def find_stage_imports(tree: ast.Module, stage: str) -> Iterator[str]:
    """A stage knows the records of `domain`, never another stage."""
    yield from (
        f"imports nyaastats.{other}" for other in find_package_imports(tree) if other in STAGES and other != stage
    )


FOLDERS = {
    "nyaastats": {"nyaastats"},
    "testkit": {"nyaastats", "testkit"},
    "benchmarks": {"nyaastats", "testkit", "benchmarks"},
    "tests": {"nyaastats", "testkit", "benchmarks"},
}
"""Each folder of Python, and those that it may import from. No test imports another: what tests share is in testkit."""


def find_folder_imports(tree: ast.Module, folder: str) -> Iterator[str]:
    """Imports of our own folders beyond those that `folder` may import from; tests are found by their own names too."""
    for name in find_imports(tree):
        is_test = name == "conftest" or name.startswith("test_")
        if is_test or (name in FOLDERS and name not in FOLDERS[folder]):
            yield f"imports {name}"


def find_duckdb_imports(tree: ast.Module) -> Iterator[str]:
    yield from ("imports duckdb" for name in find_imports(tree) if name == "duckdb")


ENGINE_CLIENTS = {"pyspark", "grpc", "pandas", "sqlglot"}
"""What only the other engine needs; a run of DuckDB imports none of it."""


def find_engine_clients(tree: ast.Module) -> Iterator[str]:
    yield from (f"imports {name}" for name in find_imports(tree) if name in ENGINE_CLIENTS)


def find_broad_handlers(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and (
            node.type is None or {"Exception", "BaseException"} & set(find_names(node.type))
        ):
            yield f"line {node.lineno} catches everything"


def find_long_functions(tree: ast.Module) -> Iterator[str]:
    for node in find_functions(tree):
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > MAX_LINES:
            yield f"{node.name} has {lines} lines"


def find_missing_docstring(tree: ast.Module) -> Iterator[str]:
    if not ast.get_docstring(tree):
        yield "has no docstring"


def find_positional_booleans(tree: ast.Module) -> Iterator[str]:
    """A boolean that is passed by position says nothing where it is called."""
    for function in find_functions(tree):
        for argument in (*function.args.posonlyargs, *function.args.args):
            if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool":
                yield f"{function.name} takes {argument.arg} by position"


NO_NAMES = frozenset({"one", "ones", "told", "tell", "tells", "said", "found", "known", "made", "most", "least"})
"""Pronouns and participles: they do not say which thing is meant (docs/glossary.md has the nouns)."""


def find_empty_names(tree: ast.Module) -> Iterator[str]:
    """Bindings, parameters, functions and classes that are named by a pronoun or a participle."""
    for name, line in find_bindings(tree):
        if name.strip("_") in NO_NAMES:
            yield f"line {line} binds {name}"


def find_bindings(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every name that is bound, with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name, node.lineno
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                yield name, node.lineno


def build_import_graph(paths: list[Path]) -> dict[str, set[str]]:
    """Which of our modules imports which, lazy imports included."""
    names = {dotted_name(path): path for path in paths}
    graph: dict[str, set[str]] = {}
    for name, path in names.items():
        targets = find_imported_modules(ast.parse(path.read_text(encoding="utf-8")), names.keys())
        graph[name] = set(targets) - {name}
    return graph


def dotted_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def find_imported_modules(tree: ast.Module, modules: Collection[str]) -> Iterator[str]:
    """Those of `modules` that are imported: `from a.b import c` is `a.b.c` where that is a module, else `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            wholes = (f"{node.module}.{alias.name}" for alias in node.names)
            candidates = (whole if whole in modules else node.module for whole in wholes)
            yield from (module for module in candidates if module in modules)


def find_circle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of an import circle, if there is one."""
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        return list(error.args[1])
    return []


# --- over the whole package ------------------------------------------------------------------------------


def list_modules(*folders: str) -> list[Path]:
    roots = [PACKAGE / folder for folder in folders] or [PACKAGE]
    return sorted(path for root in roots for path in root.rglob("*.py"))


def list_files(folder: str) -> list[Path]:
    """The Python files of a folder of the project."""
    return sorted((ROOT / folder).rglob("*.py"))


def find_faults(check: Check, paths: list[Path]) -> list[str]:
    assert paths
    return [
        f"{path.relative_to(ROOT)} {fault}"
        for path in paths
        for fault in check(ast.parse(path.read_text(encoding="utf-8")))
    ]


@pytest.mark.parametrize("check", [find_outside_access, find_clock_reads, find_edge_imports])
@pytest.mark.parametrize("stage", DECIDING_STAGES)
def test_deciding_stages_only_decide(stage: str, check: Check) -> None:
    assert find_faults(check, list_modules(stage)) == []


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_no_other_stage(stage: str) -> None:
    assert find_faults(partial(find_stage_imports, stage=stage), list_modules(stage)) == []


def test_there_is_no_import_circle() -> None:
    folders = ("nyaastats", "testkit", "benchmarks")
    assert find_circle(build_import_graph([path for folder in folders for path in list_files(folder)])) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_only_from_those_below_it(folder: str) -> None:
    assert find_faults(partial(find_folder_imports, folder=folder), list_files(folder)) == []


def test_nothing_is_deeper_than_three_folders() -> None:
    deep = [path for path in list_modules() if len(path.relative_to(ROOT).parts) > 4]
    assert deep == []


def test_domain_and_errors_touch_nothing_outside() -> None:
    ground = [PACKAGE / "errors.py", *list_modules("domain")]
    assert (
        find_faults(find_outside_access, ground)
        == find_faults(find_clock_reads, ground)
        == find_faults(find_edge_imports, ground)
        == []
    )


PURE_MODULES = ("policy", "nyaa/fields", "nyaa/feed", "nyaa/listing", "schedule", "events", "anilist/freshness")
"""What the collector works out without asking anybody."""


@pytest.mark.parametrize("check", [find_outside_access, find_clock_reads])
@pytest.mark.parametrize("name", PURE_MODULES)
def test_pure_modules_of_collect_only_decide(name: str, check: Check) -> None:
    assert find_faults(check, [PACKAGE / "collect" / f"{name}.py"]) == []


@pytest.mark.parametrize(
    "name", [str(path.relative_to(PACKAGE / "collect"))[:-3] for path in sorted((PACKAGE / "collect").rglob("*.py"))]
)
def test_the_clock_is_an_argument_of_collect(name: str) -> None:
    assert find_faults(find_clock_reads, [PACKAGE / "collect" / f"{name}.py"]) == []


def test_only_the_other_engine_imports_its_client() -> None:
    assert {fault.partition(" ")[0] for fault in find_faults(find_engine_clients, list_modules())} == {
        "nyaastats/engines/dialect.py",
        "nyaastats/engines/spark.py",
    }


def test_only_the_engine_imports_duckdb() -> None:
    assert find_faults(find_duckdb_imports, list_modules()) == ["nyaastats/engines/duckdb.py imports duckdb"]


def test_only_the_command_line_catches_exception() -> None:
    assert {fault.split()[0] for fault in find_faults(find_broad_handlers, list_modules())} <= {"nyaastats/cli/app.py"}


@pytest.mark.parametrize("check", [find_long_functions, find_missing_docstring, find_positional_booleans])
def test_every_module_is_readable(check: Check) -> None:
    assert find_faults(check, list_modules()) == []


@pytest.mark.parametrize("folder", ["nyaastats", "testkit", "benchmarks", "tests", "scripts"])
def test_names_are_nouns_and_verbs(folder: str) -> None:
    assert find_faults(find_empty_names, list_files(folder)) == []


TABLE_FILES = sorted([*(PACKAGE / "measure").rglob("*.sql"), *(PACKAGE / "store" / "archive").rglob("*.sql")])


@pytest.mark.parametrize("path", TABLE_FILES, ids=lambda path: path.name)
def test_every_sql_file_begins_with_its_contract(path: Path) -> None:
    assert has_header(path.stem, path.read_text(encoding="utf-8"))


def has_header(table: str, sql: str) -> bool:
    return sql.startswith(f"-- {table}: ")


# --- each check can fail ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("check", "source", "fault"),
    [
        (find_outside_access, "import httpx", "imports httpx"),
        (find_outside_access, "def late():\n    from pathlib import Path", "imports pathlib"),
        (find_outside_access, "import a, duckdb.typing", "imports duckdb"),
        (find_outside_access, "x = open('y').read()", "calls open"),
        (find_clock_reads, "x = datetime.now(UTC)", "calls now"),
        (find_edge_imports, "from nyaastats.store.reader import reading", "imports nyaastats.store"),
        (find_engine_clients, "def f():\n    from pyspark.sql import SparkSession", "imports pyspark"),
        (find_duckdb_imports, "if x:\n    import duckdb", "imports duckdb"),
        (find_broad_handlers, "try:\n    x()\nexcept Exception:\n    pass", "line 3 catches everything"),
        (find_broad_handlers, "try:\n    x()\nexcept (A, BaseException):\n    pass", "line 3 catches everything"),
        (find_broad_handlers, "try:\n    x()\nexcept:\n    pass", "line 3 catches everything"),
        (find_long_functions, "def f():\n" + "    x()\n" * 40, "f has 41 lines"),
        (find_long_functions, "class A:\n    async def f():\n" + "        x()\n" * 40, "f has 41 lines"),
        (find_missing_docstring, "x = 1", "has no docstring"),
        (find_positional_booleans, "def f(a: int, b: bool = True): ...", "f takes b by position"),
        (find_empty_names, "x = [\n    one for one in many]", "line 2 binds one"),
        (find_empty_names, "def f(found): ...", "line 1 binds found"),
        (find_empty_names, "def tell(): ...", "line 1 binds tell"),
        (find_empty_names, "import nouns as known", "line 1 binds known"),
        (find_empty_names, "if (_made := f()): ...", "line 1 binds _made"),
    ],
)
def test_a_check_reports_a_fault(check: Check, source: str, fault: str) -> None:
    assert list(check(ast.parse(source))) == [fault]


@pytest.mark.parametrize(
    ("check", "source"),
    [
        (find_outside_access, "from datetime import datetime\nfile.open()"),
        (find_edge_imports, "from nyaastats.identify.names.titles import parse_title"),
        (find_broad_handlers, "try:\n    x()\nexcept (OSError, ValueError):\n    pass"),
        (find_long_functions, "def f():\n" + "    x()\n" * 39),
        (find_positional_booleans, "def f(a: int, *, b: bool): ..."),
        (find_empty_names, "x.found = known(most_downloads)"),
    ],
)
def test_a_check_passes_sound_code(check: Check, source: str) -> None:
    assert list(check(ast.parse(source))) == []


def test_an_import_circle_is_reported() -> None:
    assert find_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) != []
    assert find_circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_an_import_of_another_stage_is_reported() -> None:
    tree = ast.parse("def f():\n    from nyaastats.publish.build import counts\nfrom nyaastats.domain import shows")
    assert list(find_stage_imports(tree, "measure")) == ["imports nyaastats.publish"]
    assert list(find_stage_imports(tree, "publish")) == []


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
def test_an_import_of_a_folder_above_is_reported(folder: str, source: str, expected: list[str]) -> None:
    assert list(find_folder_imports(ast.parse(source), folder)) == expected


@pytest.mark.parametrize("sql", ["SELECT 1", "-- other: a table", "--chart: squeezed"])
def test_a_missing_contract_is_reported(sql: str) -> None:
    assert not has_header("chart", sql)
