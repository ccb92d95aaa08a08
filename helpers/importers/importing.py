"""`import_files`: files of one system into one business, whole or not at all."""

import hashlib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from helpers.core.business import Business, open_business
from helpers.core.files import RawTable, csv_text, read_text_table
from helpers.core.problems import CannotOpen, DataProblems, OwnerError, Problem
from helpers.core.tables import SCHEMAS
from helpers.importers.contract import Settled, as_table, empty_table, settle
from helpers.importers.folder import copy_name, sha256_of, write_together
from helpers.importers.ledger import LEDGER_FILE, Ledger, imported_before, recipe_of
from helpers.importers.merge import fill_in, replace_units
from helpers.importers.pseudonyms import KEY_FILE, new_key, read_key
from helpers.importers.report import FileReport, ImportReport
from helpers.importers.source import Export, Sheet, Source, Terms, missing_headings, recognises
from helpers.importers.sources import sources

_DAY = {"orders": "order_date", "subscriptions": "start_date"}
_MADE = ("orders", "subscriptions", "products", "customers")
_BESIDES = {"orders": ("products", "customers"), "subscriptions": ("customers",)}


def import_files(source: str, files, folder: Path, *, mapping=None, not_products=None
                 ) -> ImportReport:
    """Bring a system's exports into a business's tables.

    Orders and subscriptions that a file speaks of take the place of what an earlier export said
    of them; customers and products are added, and what an owner filled in by hand stays. People
    become pseudonyms by a key kept in the folder. Nothing is written if a file has a problem.

    Parameters
    ----------
    source : str
        One of `sources()`: csv, shopify, square, stripe, woocommerce.
    files : iterable of path
        The exports, in the order in which they shall count.
    folder : Path
        The business's folder, with its business.yaml.
    mapping : dict of str to str, optional
        For `csv`: the contract's columns, and `currency`, to the file's headings. Remembered in
        the folder, so that the next import needs none.
    not_products : iterable of str, optional
        Product codes whose lines are no sales of a product (postage, fees, manual entries).
        Remembered too; an empty one forgets them.

    Returns
    -------
    ImportReport
        Each row read is kept or set aside for one reason; `str()` of it is for the owner.

    Raises
    ------
    CannotOpen
        The folder, a file, or the key is missing or damaged.
    DataProblems
        Everything that is wrong with the files, at once.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "business.yaml").write_text("name: Corner shop\\ncurrency: GBP\\n")
    >>> _ = (folder / "till.csv").write_text("No,When,What,Qty,Each\\n1,2025-03-01,tea,2,1.50\\n")
    >>> print(import_files("csv", [folder / "till.csv"], folder, mapping={
    ...     "order_id": "No", "order_date": "When", "product_id": "What", "quantity": "Qty",
    ...     "unit_price": "Each"}))
    till.csv: 1 row read, 1 kept, 2025-03-01 to 2025-03-01
      note: kept as orders of guests, for they name no customer: 1 line
    orders: 1 row
    """
    system = _source(source)
    if mapping and not system.mapped:
        raise OwnerError(f"{source} exports have known columns: leave out --map, or import the "
                         "file as csv.")
    business = open_business(Path(folder).resolve())
    ledger = Ledger.read(business.folder)
    job = _Job(system, business, ledger, _key(business.folder, ledger), dict(mapping or {}),
               ledger.not_products(source) if not_products is None else tuple(not_products))
    readings, problems = [], []
    for file in files:
        try:
            readings.append(job.read(Path(file)))
        except DataProblems as error:
            problems += error.problems
    if problems:
        raise DataProblems(problems)
    return _keep(job, readings)


@dataclass(frozen=True)
class _Reading:
    """One file as read: its report, and, unless it was imported before, its part."""

    report: FileReport
    sha256: str
    recipe: str
    table: str = ""
    mapping: dict | None = None
    settled: Settled | None = None


@dataclass(frozen=True)
class _Job:
    """What is the same for all files of an import."""

    source: Source
    business: Business
    ledger: Ledger
    key: bytes
    mapping: dict
    not_products: tuple[str, ...]

    def read(self, path: Path) -> _Reading:
        raw = read_text_table(path)
        mapping = self._mapping_for(raw)
        if self.source.mapped:
            cells = raw.frame[list(mapping.values())].set_axis(list(mapping), axis=1)
            raw = RawTable(cells, raw.file)
        export = self._export(raw, mapping)
        terms = reading_terms(self.business)
        sha256 = sha256_of(path)
        recipe = recipe_of(self.source.name, mapping, self.not_products, vars(terms))
        if entry := self._unchanged(sha256, recipe):
            return _Reading(imported_before(raw.file, entry), sha256, recipe)
        sheet = Sheet(raw, terms)
        draft = export.read(sheet, terms)
        settled = settle(draft, sheet, self.key, self.not_products)
        if settled.unusable:
            raise DataProblems(_unusable(raw.file, settled, export))
        report = _report(raw, draft.table, settled)
        return _Reading(report, sha256, recipe, draft.table, mapping, settled)

    def _unchanged(self, sha256: str, recipe: str) -> dict | None:
        entry = self.ledger.entry(sha256, recipe)
        there = entry and all(self.business.has(table) for table in entry["tables"])
        return entry if there else None

    def _mapping_for(self, raw: RawTable) -> dict[str, str]:
        if not self.source.mapped:
            return {}
        headings = set(raw.frame.columns)
        if self.mapping:
            _check_mapping(self.mapping, raw)
            return self.mapping
        remembered = list(self.ledger.maps(self.source.name).values())
        for mapping in remembered:
            if headings.issuperset(mapping.values()):
                return mapping
        if remembered and not headings & set(_mappable()):
            _say_what_it_looks_like(raw)
            _check_mapping(remembered[0], raw)
        return {name: name for name in raw.frame.columns if name in _mappable()}

    def _export(self, raw: RawTable, mapping: dict) -> Export:
        if self.source.mapped:
            return _mapped_export(self.source, raw, mapping, bool(self.mapping))
        for export in self.source.exports:
            if recognises(export, raw):
                return export
        _say_what_it_looks_like(raw)
        nearest = min(self.source.exports, key=lambda e: _share_missing(raw, e))
        raise DataProblems(missing_headings(raw, nearest))


def reading_terms(business: Business) -> Terms:
    """What a business's settings say about reading an export."""
    settings = business.settings
    return Terms(settings.currency, settings.timezone, **settings.reading("import"))


def _source(name: str) -> Source:
    if name in sources():
        return sources()[name]
    near = get_close_matches(name.lower(), sources(), n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise OwnerError(f"There is no source {name}.{hint} There are: {', '.join(sorted(sources()))}.")


def _key(folder: Path, ledger: Ledger) -> bytes:
    key = read_key(folder)
    if key is None and ledger.files:
        raise CannotOpen(
            f"{KEY_FILE} is missing from {folder.name}. Put it back from a backup: without it the "
            "customers of this import could not be matched with those already there. If it is "
            "lost, start a new business and import all exports again.")
    return key or new_key()


def _mappable() -> list[str]:
    return [*dict.fromkeys(c for table in _MADE for c in SCHEMAS[table].column_names), "currency"]


def _check_mapping(mapping: dict[str, str], raw: RawTable) -> None:
    problems = []
    for name, heading in mapping.items():
        if name not in _mappable():
            near = get_close_matches(name, _mappable(), n=1)
            hint = f"write {near[0]} instead" if near else "leave it out"
            problems.append(Problem(raw.file, f"--map {name}={heading}",
                                    f"one of {', '.join(_mappable())} before the =", hint))
        if heading not in raw.frame.columns:
            near = get_close_matches(heading, list(raw.frame.columns), n=1)
            hint = f"write {name}={near[0]}" if near else "use one of the file's own headings"
            problems.append(Problem(raw.file, f"--map {name}={heading}, but no such heading",
                                    f"one of {', '.join(raw.frame.columns)}", hint))
    if problems:
        raise DataProblems(problems)


def _mapped_export(source: Source, raw: RawTable, mapping: dict, given: bool) -> Export:
    strays = {export.name: set(mapping) - _columns_beside(table)
              for export, table in zip(source.exports, _MADE)}
    for export in source.exports:
        if recognises(export, raw) and not strays[export.name]:
            return export
    if not given:
        _say_what_it_looks_like(raw)
    nearest = min(source.exports, key=lambda export: (len(strays[export.name]),
                                                      _share_missing(raw, export)))
    table = SCHEMAS[_MADE[source.exports.index(nearest)]]
    raise DataProblems([
        Problem(raw.file, "no column given for it", f"{column.name}: {column.meaning}",
                f"add  {column.name}=HEADING  to --map, with the file's own heading", column.name)
        for column in table.columns if column.name in nearest.needs and column.name not in mapping
    ] + [
        Problem(raw.file, f"--map {name}={mapping[name]}",
                f"columns that go together in {nearest.name}", "leave it out", name)
        for name in sorted(strays[nearest.name])
    ])


def _columns_beside(table: str) -> set[str]:
    """What a mapping for a table may name: its columns, and those of tables made along with it."""
    tables = (table, *_BESIDES.get(table, ()))
    return {column for name in tables for column in SCHEMAS[name].column_names} | {"currency"}


def _share_missing(raw: RawTable, export: Export) -> float:
    return len(missing_headings(raw, export)) / len(export.needs)


def _say_what_it_looks_like(raw: RawTable) -> None:
    for source in sources().values():
        for export in source.exports:
            if not source.mapped and recognises(export, raw):
                raise DataProblems([Problem(
                    raw.file, f"this looks like {export.name}", "an export of the source you named",
                    f"import it with  growth import {source.name}")])


def _unusable(file: str, settled: Settled, export: Export) -> list[Problem]:
    return [
        Problem(file, f"no row can be used: {entry.reason}", export.name,
                "correct the file, or make the export anew", count=entry.count, rows=entry.rows)
        for entry in settled.set_aside
    ]


def _report(raw: RawTable, table: str, settled: Settled) -> FileReport:
    days = settled.tables[table][_DAY[table]] if table in _DAY else ()
    span = (days.min(), days.max()) if len(days) else (None, None)
    return FileReport(raw.file, len(raw.frame), settled.rows_kept, *span, settled.set_aside,
                      settled.remarks)


def _keep(job: _Job, readings: list[_Reading]) -> ImportReport:
    fresh = [reading for reading in readings if reading.settled is not None]
    files = tuple(reading.report for reading in readings)
    if not fresh:
        return ImportReport(job.source.name, job.business.name, files)
    before = {name: _there(job.business, name) for name in
              dict.fromkeys(name for reading in fresh for name in reading.settled.tables)}
    after = _merged(before, fresh)
    for reading in fresh:
        job.ledger.remember(job.source.name, reading.table, reading.mapping, job.not_products)
        job.ledger.add(reading.sha256, reading.recipe, job.source.name, reading.settled.tables,
                       reading.report)
    copies = _write(job, before, after)
    counts = {name: (len(before[name]), len(after[name])) for name in after}
    return ImportReport(job.source.name, job.business.name, files, counts, copies)


def _there(business: Business, table: str) -> pd.DataFrame:
    return business.table(table) if business.has(table) else empty_table(table)


def _merged(before: dict[str, pd.DataFrame], fresh: list[_Reading]) -> dict[str, pd.DataFrame]:
    after = dict(before)
    for reading in fresh:
        for name, new in reading.settled.tables.items():
            if name == reading.table and name in _DAY:
                after[name] = replace_units(name, after[name], new, reading.settled.units)
            else:
                after[name] = fill_in(name, after[name], new, newer_wins=name == reading.table)
    return {name: as_table(frame, name) for name, frame in after.items()}


def _write(job: _Job, before, after) -> tuple[str, ...]:
    folder, contents, copies, removed = job.business.folder, {}, {}, []
    if not (folder / KEY_FILE).exists():
        contents[KEY_FILE] = job.key
    for name, frame in after.items():
        here = job.business.file_of(name)
        if here is not None and frame.equals(before[name]) and len(frame):
            continue
        content = csv_text(frame).encode("utf-8")
        contents[f"{name}.csv"] = content
        if here is not None and len(before[name]) and _by_hand(here, job.ledger):
            copies[here.name] = copy_name(here)
        if here is not None and here.name != f"{name}.csv":
            removed.append(here.name)
    for name, content in contents.items():
        if name != KEY_FILE:
            job.ledger.tables[name] = hashlib.sha256(content).hexdigest()
    contents[LEDGER_FILE] = job.ledger.text().encode("utf-8")
    write_together(folder, contents, private=(KEY_FILE,), copies=copies, removed=tuple(removed))
    return tuple(copies.values())


def _by_hand(path: Path, ledger: Ledger) -> bool:
    return ledger.tables.get(path.name) != sha256_of(path)
