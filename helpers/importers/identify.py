"""`find_people`: pseudonyms back into people, by the owner's own export and key."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from helpers.core.business import Business, open_business
from helpers.core.files import RawTable, read_text_table
from helpers.core.parsing import as_text
from helpers.core.places import SETTINGS_FILE, businesses_folder
from helpers.core.problems import CannotOpen, DataProblems, OwnerError
from helpers.importers.importing import reading_terms
from helpers.importers.ledger import Ledger
from helpers.importers.pseudonyms import KEY_FILE, PSEUDONYM, identities, key_of, pseudonyms
from helpers.importers.source import Sheet, Source, recognises
from helpers.importers.sources import sources

PSEUDONYM_HEADING = "pseudonym"
TABLES_OF_PEOPLE = ("customers", "orders", "subscriptions")
KINDS = ("customer", "phone", "name")

_SAYS_WHO = re.compile(r"name|mail|phone|mobile|customer|client|member|company|user|\bid\b|_id\b",
                       re.IGNORECASE)
_SAYS_WHAT = re.compile(r"product|item|order|plan|card|event|price|sku|date|file|discount|method",
                        re.IGNORECASE)


@dataclass(frozen=True)
class PeopleFound:
    """Who stands behind pseudonyms; as text, a line a person.

    Parameters
    ----------
    file, business : str
        The export they were looked for in, and by whose key.
    people : DataFrame
        `pseudonym`, and the columns of the export that tell who it is, the latest filled in.
    missing : tuple of str
        Pseudonyms that nobody in the export has.
    """

    file: str
    business: str
    people: pd.DataFrame
    missing: tuple[str, ...]

    @property
    def summary(self) -> str:
        """How many were found, and who was not."""
        wanted = len(self.people) + len(self.missing)
        said = (f"{len(self.people):,} of {wanted:,} found in {_printable(self.file)}, by the key "
                f"of {_printable(self.business)}.")
        if not self.missing:
            return said
        return (f"{said}\nNot found: {', '.join(self.missing)}\nThey may stand in an export of "
                "another time or system, or come from another business.")

    def __str__(self) -> str:
        rows = self.people.fillna("–").astype("str").itertuples(index=False)
        return "\n".join([*(_printable("  ".join(row)) for row in rows),
                          *([""] if len(self.people) else []), self.summary])


def find_people(
    wanted: Iterable[str], export: str | Path, business: str | Path | None = None, *,
    column: str | None = None,
) -> PeopleFound:
    """Find the people behind pseudonyms in an export, and say what the export calls them.

    The export is read as an import reads it; a list that is no system's export, such as a
    directory of customers, by the column that has the people in it.

    Parameters
    ----------
    wanted : iterable of str
        Pseudonyms, as in a report's lists.
    export : path
        The owner's own file; or a business's folder, for the tables in it.
    business : str or path, optional
        Whose customers; by default the one whose folder the export stands in, or the only one.
    column : str, optional
        The heading of the column that says who someone is, where that cannot be told.

    Raises
    ------
    CannotOpen
        There is no such file or business, or no key to it.
    OwnerError
        What was given is no pseudonym, or it cannot be told which column is meant.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "business.yaml").write_text("name: Corner shop\\ncurrency: GBP\\n")
    >>> _ = (folder / ".key").write_bytes(bytes(32))
    >>> _ = (folder / "people.csv").write_text("Mail,Full name\\nana@example.org,Ana Example\\n")
    >>> print(find_people(["c-10864ed61b06c615"], folder / "people.csv"))
    c-10864ed61b06c615  ana@example.org  Ana Example
    <BLANKLINE>
    1 of 1 found in people.csv, by the key of Corner shop.
    """
    asked = _checked(wanted)
    export = Path(export).expanduser()
    whose = _whose(business, export)
    key = key_of(whose)
    if key is None:
        raise CannotOpen(
            f"There is no key to the pseudonyms of {whose.name}. It is the file {KEY_FILE} in the "
            f"business's folder, or in {businesses_folder()} of the machine that made the report: "
            "put it back from there or from a backup. Without it nobody can tell who they are.")
    found = [rows for file in _files(export, whose) for rows in
             [_Search(asked, key, whose, read_text_table(file), column).people()] if len(rows)]
    people = _one_line_each(found, asked)
    missing = tuple(name for name in asked if name not in set(people[PSEUDONYM_HEADING]))
    return PeopleFound(export.name, whose.name, people, missing)


def read_list(path: str | Path) -> list[str]:
    """The pseudonyms of a report's list.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "list.csv"
    >>> _ = path.write_text("pseudonym,chance\\nc-10864ed61b06c615,0.9\\n")
    >>> read_list(path)
    ['c-10864ed61b06c615']
    """
    raw = read_text_table(Path(path))
    for heading in sorted(raw.frame.columns, key=lambda name: name != PSEUDONYM_HEADING):
        cells = as_text(raw.frame[heading]).dropna()
        if len(cells) and cells.str.fullmatch(PSEUDONYM).all():
            return cells.tolist()
    raise CannotOpen(f"{raw.file} has no column of pseudonyms such as c-0123456789abcdef. Give a "
                     "file from the folder lists of a report.")


class _Search:
    """One table of the export, and who in it is wanted."""

    def __init__(self, wanted: Sequence[str], key: bytes, business: Business, raw: RawTable,
                 column: str | None):
        self.wanted, self.key, self.business, self.raw = set(wanted), key, business, raw
        self.column = column
        if column is not None and column not in raw.frame.columns:
            near = get_close_matches(column, list(raw.frame.columns), n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise OwnerError(f"{raw.file} has no column {column}.{hint} It has: "
                             f"{', '.join(raw.frame.columns)}.")

    def people(self) -> pd.DataFrame:
        """Rows of wanted people: the pseudonym, and what the export calls them."""
        if self.column is None:
            for source, pseudonym in self._as_imported():
                if (rows := pseudonym[pseudonym.isin(self.wanted)]).size:
                    headings = source.people or self._headings()
                    return self._told(rows, headings)
        columns = [self.column] if self.column else self._likely_columns()
        best, rows = self._best(columns)
        return self._told(rows, [best, *self._headings()]) if best else pd.DataFrame()

    def _as_imported(self) -> Iterator[tuple[Source, pd.Series]]:
        """Pseudonyms by row as each source that knows the file would make them."""
        terms = reading_terms(self.business)
        maps = Ledger.read(self.business.folder).maps("csv").values()
        readings = [(source, self.raw) for source in sources().values() if not source.mapped]
        readings += [(sources()["csv"], RawTable(
            self.raw.frame[list(map_.values())].set_axis(list(map_), axis=1), self.raw.file))
            for map_ in maps if set(map_.values()) <= set(self.raw.frame.columns)]
        for source, raw in readings:
            for export in source.exports:
                if recognises(export, raw):
                    try:
                        people = export.read(Sheet(raw, terms), terms).rows["person"]
                    except DataProblems:  # such as dates nobody can read, which do not matter here
                        continue
                    yield source, pseudonyms(people[~people.index.duplicated()], self.key)
                    break

    def _likely_columns(self) -> list[str]:
        said = [name for name in self.raw.frame.columns if _SAYS_WHO.search(name)]
        return said or list(self.raw.frame.columns)

    def _best(self, columns: Sequence[str]) -> tuple[str | None, pd.Series]:
        """The column that has most of the wanted in it."""
        found = {}
        for name in columns:
            rows = self._in_column(name)
            if rows.size:
                found[name] = rows
        if not found:
            return None, pd.Series(dtype="str")
        most = max(rows.nunique() for rows in found.values())
        best = [name for name, rows in found.items() if rows.nunique() == most]
        if len({tuple(found[name].index) for name in best}) > 1:
            raise OwnerError(f"More than one column of {self.raw.file} could say who is meant: "
                             f"{', '.join(best)}. Name the right one with  --column.")
        return best[0], found[best[0]]

    def _in_column(self, name: str) -> pd.Series:
        cells = as_text(self.raw.frame[name])
        systems = [source.name for source in sources().values() if not source.mapped]
        ways = [cells, *(pseudonyms(identities(**{kind: cells}), self.key)
                         for kind in (*KINDS, *systems))]
        hits = pd.concat([way[way.isin(self.wanted)] for way in ways])
        return hits[~hits.index.duplicated()].sort_index()

    def _headings(self) -> list[str]:
        return [name for name in self.raw.frame.columns
                if _SAYS_WHO.search(name) and not _SAYS_WHAT.search(name)]

    def _told(self, rows: pd.Series, headings: Sequence[str]) -> pd.DataFrame:
        there = {name.casefold(): name for name in self.raw.frame.columns}
        shown = list(dict.fromkeys(there[name.casefold()] for name in headings
                                   if name.casefold() in there))
        told = self.raw.frame.loc[rows.index, shown].apply(as_text)
        told.insert(0, PSEUDONYM_HEADING, rows, allow_duplicates=True)
        return told


def _checked(wanted: Iterable[str]) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(name.strip().lower() for name in wanted))
    wrong = [name for name in asked if not re.fullmatch(PSEUDONYM, name)]
    if wrong:
        raise OwnerError(f"“{_printable(wrong[0])}” is not a pseudonym: those look like "
                         "c-0123456789abcdef. Copy them from a report's list, or give the whole "
                         "list with  --list.")
    if not asked:
        raise OwnerError("Say who: give pseudonyms, or a report's list with  --list.")
    return asked


def _whose(business: str | Path | None, export: Path) -> Business:
    if business is not None:
        return open_business(business)
    for folder in (export, export.parent):
        if (folder / SETTINGS_FILE).is_file():
            return open_business(folder.resolve())
    place = businesses_folder()
    own = sorted(file.parent for file in place.glob(f"*/{SETTINGS_FILE}")) if place.is_dir() else []
    if len(own) == 1:
        return open_business(own[0])
    names = ", ".join(folder.name for folder in own) or "none yet"
    raise OwnerError(f"Say whose customers they are, with  --business NAME. Yours are: {names}.")


def _files(export: Path, whose: Business) -> list[Path]:
    if not export.is_dir():
        return [export]
    held = open_business(export.resolve())
    files = [held.file_of(table) for table in TABLES_OF_PEOPLE if held.has(table)]
    if not files:
        raise CannotOpen(f"{export.name} has none of the tables {', '.join(TABLES_OF_PEOPLE)}. "
                         "Give the export itself.")
    return files


def _one_line_each(found: list[pd.DataFrame], asked: Sequence[str]) -> pd.DataFrame:
    """A row for each person in the order asked for, of every column the latest filled-in cell."""
    if not found:
        return pd.DataFrame(columns=[PSEUDONYM_HEADING])
    rows = pd.concat(found, ignore_index=True)
    people = rows.groupby(PSEUDONYM_HEADING).last()
    told = people.reindex([name for name in asked if name in people.index]).reset_index()
    return told.dropna(axis=1, how="all")


def _printable(text: str) -> str:
    """Text from a file, without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
