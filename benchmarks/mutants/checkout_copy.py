"""A copy of the checkout in a scratch folder, in which mutants are tried."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_NODE_MODULES = Path("website", "node_modules")


@dataclass(frozen=True, slots=True)
class CheckoutCopy:
    """The tracked files of a checkout, and a folder for what its tests write."""

    root: Path
    scratch: Path

    @property
    def environment(self) -> dict[str, str]:
        """Of a test: this copy's code is imported, also by the commands that a test starts."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("NYAASTATS_", "PYTEST_"))
        }
        return {
            **inherited,
            "PYTHONPATH": str(self.root),
            # Compiled before the first mutant, by the content of each file: one whose time and length are those of the
            # file before would else be taken for it.
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(self.scratch),
        }


def copy_checkout(checkout: Path, folder: Path) -> CheckoutCopy:
    """Copy the tracked files into `folder`, with the website's packages as hard links.

    Raises ValueError when another code than the copy's would be imported there.
    """
    copy = CheckoutCopy(folder / "checkout", folder / "tmp")
    copy.scratch.mkdir(parents=True)
    for name in _list_files(checkout):
        target = copy.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(checkout / name, target, follow_symlinks=False)
    if (checkout / _NODE_MODULES).is_dir():
        shutil.copytree(checkout / _NODE_MODULES, copy.root / _NODE_MODULES, symlinks=True, copy_function=os.link)
    _compile_code(copy)
    _check_import(copy)
    return copy


def _list_files(checkout: Path) -> list[str]:
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=checkout, text=True).split("\0")
    return [name for name in names if name and (checkout / name).exists()]


def _compile_code(copy: CheckoutCopy) -> None:
    folders = [name for name in ("nyaastats", "testkit", "benchmarks") if (copy.root / name).is_dir()]
    command = [sys.executable, "-m", "compileall", "-qq", "--invalidation-mode", "checked-hash", *folders]
    subprocess.run(command, cwd=copy.root, check=False)  # what does not compile is a test's business


def _check_import(copy: CheckoutCopy) -> None:
    """From outside the copy, as a command does that a test starts elsewhere."""
    code = "import nyaastats; print(nyaastats.__file__)"
    origin = _print_from_python(code, copy.scratch, copy.environment)
    if not Path(origin).is_relative_to(copy.root):
        raise ValueError(f"{origin!r} is imported, not the copy in {str(copy.root)!r}: its tests would prove nothing")


def _print_from_python(code: str, folder: Path, environment: Mapping[str, str]) -> str:
    return subprocess.check_output([sys.executable, "-c", code], cwd=folder, env=environment, text=True).strip()
