"""The parts of `docs/` that are printed from the code, so that they cannot drift: `python -m dragoman.views.documents docs`."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dragoman import __all__ as public_names
from dragoman.records import schema_of
from dragoman.reports.ontology import QUADS, acts
from dragoman.settings import SETTINGS
from dragoman.views.export import EXPORTED, column_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["PAGES", "write"]


def _settings() -> str:
    lines = [
        "# Settings",
        "",
        "A value given in code or on the command line wins over the environment, which wins over the default.",
        "`dragoman settings` prints the values in force.",
        "",
        "| setting | default | environment | meaning |",
        "|---|---|---|---|",
    ]
    lines += [f"| {s.name} | `{s.default!r}` | `{s.variable}` | {s.help} |" for s in SETTINGS]
    return "\n".join(lines) + "\n"


def _code_book() -> str:
    lines = [
        "# Code book",
        "",
        "Every table that `dragoman export` writes, column by column. Offsets are counted in characters from the start",
        "of the article's text; a day stands for the first day of its period.",
        "",
        "## Acts",
        "",
        "| act | quad class | weight | CAMEO | meaning | ",
        "|---|---|--:|---|---|",
    ]
    lines += [
        f"| {a.code} | {a.quad} {QUADS[a.quad]} | {a.intensity:+.1f} | {', '.join(a.cameo)} | {a.meaning} |"
        for a in acts().values()
    ]
    for name, record in EXPORTED.items():
        notes = column_notes(record)
        lines += [
            "",
            f"## {name}",
            "",
            (inspect.getdoc(record) or "").strip(),
            "",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        lines += [
            f"| {f.name} | {f.type}{', may be empty' if f.nullable else ''} | {notes.get(f.name, '').replace('|', '/')} |"
            for f in schema_of(record)
        ]
    return "\n".join(lines) + "\n"


def _commands() -> str:
    from typer.main import get_command

    from dragoman.cli import app

    lines = [
        "# Commands",
        "",
        "Every command takes `--store`, or reads `DRAGOMAN_STORE`. `--json` prints one array of records.",
    ]

    def describe(command: Any, name: str) -> None:
        if children := getattr(command, "commands", None):
            for child in sorted(children):
                describe(children[child], f"{name} {child}")
            return
        lines.extend(["", f"## {name}", "", inspect.cleandoc(command.help or ""), "", "| | |", "|---|---|"])
        for parameter in command.params:
            words = getattr(parameter, "help", None) or ""
            shown = (
                ", ".join(parameter.opts) if parameter.param_type_name == "option" else (parameter.name or "").upper()
            )
            lines.append(f"| `{shown}` | {words.replace('|', '/')} |")

    describe(get_command(app), "dragoman")
    return "\n".join(lines) + "\n"


def _api() -> str:
    import dragoman

    lines = ["# Python", "", "`import dragoman` gives these names; everything else may change.", ""]
    for name in public_names:
        thing = getattr(dragoman, name)
        signature = "" if inspect.isclass(thing) else str(inspect.signature(thing))
        lines += [
            f"## {name}",
            "",
            "```python",
            f"dragoman.{name}{signature}",
            "```",
            "",
            inspect.getdoc(thing) or "",
            "",
        ]
    return "\n".join(lines)


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "settings.md": _settings,
    "codebook.md": _code_book,
    "commands.md": _commands,
    "api.md": _api,
}
"""File name to what prints it."""


def write(folder: Path) -> list[Path]:
    """Write the generated pages into a folder; returns those that changed."""
    changed = []
    for name, page in PAGES.items():
        place, text = folder / name, page()
        if not place.exists() or place.read_text(encoding="utf-8") != text:
            place.write_text(text, encoding="utf-8")
            changed.append(place)
    return changed


if __name__ == "__main__":
    for path in write(Path(sys.argv[1])):
        print(path)  # noqa: T201
