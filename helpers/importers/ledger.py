"""imports.yaml: how files are read here, which were imported, and which tables imports wrote."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import yaml

from helpers.core.problems import CannotOpen
from helpers.core.reading.plain_yaml import read_yaml
from helpers.importers.report import FileReport, SetAside

LEDGER_FILE = "imports.yaml"
_MOST_BYTES = 16 << 20  # some 30,000 imports
_HEADING = "# Kept by growth import. Delete it to have every file read anew.\n"


@dataclass
class Ledger:
    """What is remembered between imports.

    Parameters
    ----------
    sources : dict
        By source, `map` (by table: contract column to the file's heading) and `not_products`.
    files : list of dict
        One entry for each file imported, known by the hash of its bytes; its name is not kept.
    tables : dict of str to str
        The hash of each table file as an import last wrote it.
    """

    sources: dict = field(default_factory=dict)
    files: list = field(default_factory=list)
    tables: dict = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Ledger":
        path = folder / LEDGER_FILE
        if not path.is_file():
            return cls()
        try:
            return cls(**read_yaml(path, most_bytes=_MOST_BYTES))
        except (CannotOpen, TypeError) as error:
            raise CannotOpen(
                f"{LEDGER_FILE} in {folder.name} cannot be read. Put it back from a backup, or "
                "delete it; then give --map again with the next import."
            ) from error

    def text(self) -> str:
        """The file's content."""
        content = {"sources": self.sources, "files": self.files, "tables": self.tables}
        return _HEADING + yaml.safe_dump(content, sort_keys=False, allow_unicode=True)

    def maps(self, source: str) -> dict[str, dict[str, str]]:
        """The mappings of a source by table."""
        return self.sources.get(source, {}).get("map", {})

    def not_products(self, source: str) -> tuple[str, ...]:
        """The product codes a source's files use for what is no product."""
        return tuple(self.sources.get(source, {}).get("not_products", ()))

    def remember(self, source: str, table: str, mapping, not_products) -> None:
        """Keep how a source's files are read."""
        kept = dict(self.sources.get(source, {}))
        if mapping:
            kept["map"] = {**kept.get("map", {}), table: dict(mapping)}
        if not_products:
            kept["not_products"] = list(not_products)
        else:
            kept.pop("not_products", None)
        if kept:
            self.sources[source] = kept

    def entry(self, sha256: str, recipe: str) -> dict | None:
        """The entry of a file that was imported in just this way."""
        return next((entry for entry in self.files
                     if entry["sha256"] == sha256 and entry["recipe"] == recipe), None)

    def add(self, sha256: str, recipe: str, source: str, tables, report: FileReport) -> None:
        """Note a file as imported, in place of an earlier import of it from the same source."""
        self.files = [entry for entry in self.files
                      if (entry["sha256"], entry["source"]) != (sha256, source)]
        self.files.append({
            "sha256": sha256, "source": source, "recipe": recipe, "tables": list(tables),
            "rows_read": report.rows_read, "rows_kept": report.rows_kept,
            "first_day": _day(report.first_day), "last_day": _day(report.last_day),
            "set_aside": {entry.reason: entry.count for entry in report.set_aside},
        })


def imported_before(file: str, entry: dict) -> FileReport:
    """The report of a file that is in the ledger already."""
    days = (entry[name] and pd.Timestamp(entry[name]) for name in ("first_day", "last_day"))
    aside = tuple(SetAside(reason, count, ()) for reason, count in entry["set_aside"].items())
    return FileReport(file, entry["rows_read"], entry["rows_kept"], *days, aside,
                      already_imported=True)


def recipe_of(*settings) -> str:
    """A short mark of everything besides the file that decides what an import gives."""
    told = json.dumps(settings, sort_keys=True, default=list)
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:16]


def _day(day: pd.Timestamp | None) -> str | None:
    return None if day is None else day.strftime("%Y-%m-%d")
