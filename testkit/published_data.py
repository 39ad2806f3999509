"""Reads and changes published data by the rules that the ETL keeps, so that the site can be built from the result."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def read(data: Path, name: str) -> Any:
    """A published JSON document."""
    return json.loads((data / name).read_text(encoding="utf-8"))


def write(data: Path, name: str, document: object) -> None:
    """Replace a document; call `seal` when all are written."""
    (data / name).parent.mkdir(parents=True, exist_ok=True)
    (data / name).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def list_documents(data: Path) -> list[str]:
    """The names of all published JSON documents but the manifest."""
    names = sorted(path.relative_to(data).as_posix() for path in data.rglob("*.json"))
    return [name for name in names if name != "manifest.json"]


def read_season(data: Path, name: str) -> Any:
    """A document of the current season: `rankings.json` or `shows.json`."""
    return read(data, f"seasons/{read(data, 'seasons.json')['current']}/{name}")


def seal(data: Path) -> None:
    """Write the manifest anew: names, rows, sizes and SHA-256 of what the folder holds now."""
    manifest = read(data, "manifest.json")
    rows = {file["name"]: file["rows"] for file in manifest["files"]}
    names = sorted(path.relative_to(data).as_posix() for path in data.rglob("*.*") if path.name != "manifest.json")
    manifest["files"] = [{"name": name, "rows": rows.get(name, 1), **_digest(data / name)} for name in names]
    write(data, "manifest.json", manifest)


def _digest(path: Path) -> dict[str, object]:
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
