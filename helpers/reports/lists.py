"""Lists of people to act on: out of the report's pages, into files of their own, by pseudonym."""

import html
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.core.business import Business
from helpers.core.files import csv_for_spreadsheets
from helpers.importers.pseudonyms import key_of, list_pseudonyms

FOLDER = "lists"
HEADING = "pseudonym"
LONGEST_NAME = 60
DECIMALS = 4  # nobody calls one customer before another for less


@dataclass(frozen=True)
class PeopleList:
    """One list of people, still by the ids of the business's own tables.

    Parameters
    ----------
    title, file : str
        What it is, and its file's name.
    columns : tuple of str
        Headings; under the first stand the ids.
    rows : tuple of tuple
        A person a row.
    """

    title: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple, ...]

    @property
    def sentence(self) -> str:
        """What a report says in its place."""
        people = "1 customer" if len(self.rows) == 1 else f"{len(self.rows):,} customers"
        return (f"A list of {people}, “{self.title}”, is in the file {FOLDER}/{self.file}, by "
                "pseudonym; growth who finds the people again in the business's own export.")

    @property
    def in_its_place(self) -> dict[str, str]:
        """That sentence, as what a cell shows."""
        return {"text/plain": self.sentence, "text/html": f"<p>{html.escape(self.sentence)}</p>"}


def people_list(data: Mapping, taken: set[str]) -> PeopleList:
    """A list from what a lesson's `people` carries; its file's name joins those taken."""
    columns = tuple(column["name"] for column in data["columns"])
    return PeopleList(data["title"], _file_name(data["title"], taken), columns,
                      tuple(map(tuple, data["rows"])))


def write_lists(lists: Sequence[PeopleList], business: Business, folder: Path) -> None:
    """Write each list as plain CSV, its people by pseudonym, into the folder's `lists`.

    Parameters
    ----------
    lists : sequence of PeopleList
        As `read_notebook` found them.
    business : Business
        Whose customers; its key makes the pseudonyms.
    folder : Path
        Where the report is being put together.
    """
    if not lists:
        return
    key = key_of(business, make=True)
    (folder / FOLDER).mkdir()
    for people in lists:
        frame = pd.DataFrame(people.rows, columns=list(people.columns))
        ids = list_pseudonyms(frame.iloc[:, 0].astype("str"), key)
        frame = frame.iloc[:, 1:].round(DECIMALS)
        frame.insert(0, HEADING, ids, allow_duplicates=True)
        text = csv_for_spreadsheets(frame)
        (folder / FOLDER / people.file).write_text(text, encoding="utf-8", newline="")


def _file_name(title: str, taken: set[str]) -> str:
    """A title made safe for any system, and different from those taken.

    Examples
    --------
    >>> taken = set()
    >>> [_file_name(title, taken) for title in ("Customers at risk", "../Customers at risk", "…")]
    ['customers-at-risk.csv', 'customers-at-risk-2.csv', 'list.csv']
    """
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    plain = re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")[:LONGEST_NAME].rstrip("-")
    stem, number = plain or "list", 1
    while stem in taken:
        number += 1
        stem = f"{plain or 'list'}-{number}"
    taken.add(stem)
    return f"{stem}.csv"
