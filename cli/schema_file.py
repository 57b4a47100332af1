"""Where may the schema be kept, without losing a file of the planner's own?"""

import json
from pathlib import Path
from typing import Any

from cli.editor import DIALECT
from simulator.phrases import Phrase
from simulator.problems import Problem, ScenarioError


def keep(schema: dict[str, Any], path: Path) -> None:
    """Write the schema to a file; only an earlier schema is replaced.

    What is empty or no file of a disk (``/dev/stdout``) holds nothing that could be lost.

    Raises
    ------
    ScenarioError
        The file holds something else.
    """
    if path.is_file() and path.stat().st_size and not _is_earlier(path, schema):
        raise ScenarioError(
            [
                Problem(
                    str(path),
                    0,
                    "--out",
                    Phrase(
                        "该处已有文件，且不是 `simulate schema` 写出的",
                        "it exists and is not a schema that `simulate schema` wrote",
                    ),
                    Phrase(
                        "请用 --out 另写文件名，或先移走此文件",
                        "name another file with --out, or move this one away first",
                    ),
                )
            ]
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.write_text(written(schema) + "\n", encoding="utf-8")
    except OSError as error:
        error.filename = str(path)
        raise


def written(schema: dict[str, Any]) -> str:
    """Return the schema as text, in words a person can read."""
    return json.dumps(schema, ensure_ascii=False, indent=2)


def _is_earlier(path: Path, schema: dict[str, Any]) -> bool:
    """Tell whether a file holds a schema of scenario files, of this version or another."""
    try:
        there = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return False
    return (
        isinstance(there, dict)
        and (there.get("$schema"), there.get("title")) == (DIALECT, schema["title"])
        and isinstance(there.get("properties"), dict)
        and "extends" in there["properties"]
    )
