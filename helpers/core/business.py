"""A business is a folder: `business.yaml`, the tables it has, the owner's answers."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path
from zoneinfo import available_timezones

import pandas as pd
import pyarrow as pa
from babel import Locale, UnknownLocaleError
from babel.numbers import is_currency

from helpers.core import files, on_disk, parsing
from helpers.core.answers import Answers
from helpers.core.branding.brand import Brand, read_brand
from helpers.core.formats import DEFAULT_LOCALE, SMALLEST_GROUP, Format, legible_locale, locale_for
from helpers.core.places import ANSWERS_FILE, SAMPLES, SETTINGS_FILE, businesses_folder
from helpers.core.problems import (
    MUST_FIX, WORTH_A_LOOK, CannotOpen, DataProblems, NotEnoughData, OwnerError, Problem,
)
from helpers.core.reading.limits import unfit
from helpers.core.reading.plain_yaml import read_yaml
from helpers.core.table_handover import hand_over, handed_over
from helpers.core.tables import SCHEMAS, CheckedTable, check_references, check_table

REPORT_VARIABLE = "GROWTH_REPORT"
TABLES_KEPT = 16
FIRST_ROWS = 5

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SETTINGS = ("name", "currency", "country", "locale", "timezone", "week_start", "opening_days",
             "sells", "files", "brand")


def in_report() -> bool:
    """Whether a report is being made, to hand over: its kernel has `GROWTH_REPORT` set.

    Examples
    --------
    >>> in_report()
    False
    """
    return bool(os.environ.get(REPORT_VARIABLE))


def smallest_group() -> int:
    """The fewest people that are told of: anyone, or `SMALLEST_GROUP` in a report.

    What an owner sees of their own business in a lesson is nobody else's affair.

    Examples
    --------
    >>> smallest_group()
    1
    """
    return SMALLEST_GROUP if in_report() else 1


def open_business(name_or_path: str | Path) -> "Business":
    """Open a business by its name, or by the path of its folder.

    Parameters
    ----------
    name_or_path : str or Path
        A folder's path, or the name of a folder in `businesses/` or of a sample in `data/`.

    Raises
    ------
    CannotOpen
        There is no such business; the message lists those there are.
    DataProblems
        Its business.yaml cannot be used; all its problems at once.

    Examples
    --------
    >>> shop = open_business("shop")
    >>> shop.currency, shop.has("orders"), shop.has("subscriptions")
    ('GBP', True, False)
    """
    folder = _find(name_or_path)
    return Business(folder, _read_settings(folder / SETTINGS_FILE))


def business_names() -> list[str]:
    """The owner's businesses first, then the samples.

    Examples
    --------
    >>> "shop" in business_names()
    True
    """
    return [
        folder.name
        for place in (businesses_folder(), SAMPLES)
        for folder in (sorted(place.iterdir()) if place.is_dir() else ())
        if (folder / SETTINGS_FILE).is_file()
    ]


def with_tables(business: "Business", *tables: str, sample: str) -> "Business":
    """The business itself if it has all it takes, else a sample as a stand-in.

    Parameters
    ----------
    business : Business
        The owner's.
    *tables : str
        Tables, or columns of them such as `customers.member`, as `Business.has` takes them.
    sample : str
        The sample that has them.

    Examples
    --------
    >>> with_tables(open_business("shop"), "subscriptions", sample="saas").folder.name
    'saas'
    """
    return business if all(map(business.has, tables)) else open_business(SAMPLES / sample)


def _find(name_or_path: str | Path) -> Path:
    path = Path(name_or_path).expanduser()
    places = [path] if path.is_absolute() or len(path.parts) > 1 else [
        businesses_folder() / path, SAMPLES / path, path,
    ]
    for place in places:
        if _has_settings(place):
            return place.resolve()
    for place in places:
        if place.is_dir() and place != SAMPLES / path:
            raise CannotOpen(
                f"The folder {place} has no {SETTINGS_FILE}. Make one with growth new, or copy "
                f"one from a sample in data/ and change it."
            )
    known = business_names()
    near = get_close_matches(str(name_or_path), known, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise CannotOpen(f"There is no business {name_or_path}.{hint} "
                     f"There are: {', '.join(known) or 'none yet'}. "
                     "A path to a business's folder works too.")


def _has_settings(folder: Path) -> bool:
    try:
        return (folder / SETTINGS_FILE).is_file()
    except PermissionError as error:
        raise CannotOpen(f"The folder {folder} cannot be read. Allow whoever runs this to read "
                         "it.") from error


@dataclass(frozen=True)
class Settings:
    """What business.yaml says, checked."""

    name: str
    currency: str
    country: str | None = None
    locale: str = DEFAULT_LOCALE
    timezone: str | None = None
    week_start: str = "monday"
    opening_days: tuple[str, ...] = WEEKDAYS
    sells: str = "goods"
    dates: str | Mapping[str, str] | None = None
    decimal: str | Mapping[str, str] | None = None
    brand: Brand = Brand()
    remarks: tuple[Problem, ...] = ()  # what is worth a look in business.yaml itself

    def reading(self, table: str) -> dict[str, str | None]:
        """How a table's dates and decimals are meant, where the owner has said so."""
        return {
            option: value.get(table) if isinstance(value, Mapping) else value
            for option, value in (("dates", self.dates), ("decimal", self.decimal))
        }


@dataclass(frozen=True)
class _Read:
    """What a table was read from, and how; the same of both, and it need not be read again."""

    path: Path
    version: tuple[int, ...]
    reading: frozenset


@dataclass(frozen=True)
class Business:
    """One business: open it with `open_business`, ask what it has, take its tables.

    Parameters
    ----------
    folder : Path
        Where it stands.
    settings : Settings
        What its business.yaml says.
    """

    folder: Path
    settings: Settings
    _checked: dict[str, tuple[_Read, CheckedTable]] = field(
        default_factory=dict, repr=False, compare=False)

    @property
    def name(self) -> str:
        """The name as the owner writes it."""
        return self.settings.name

    @property
    def currency(self) -> str:
        """ISO 4217 code of the money in its tables."""
        return self.settings.currency

    @property
    def country(self) -> str | None:
        """ISO 3166 code, if given."""
        return self.settings.country

    @cached_property
    def format(self) -> Format:
        """How it writes money, numbers and dates, and of how few people it tells anything."""
        return Format(self.settings.locale, self.currency, smallest_group())

    @property
    def brand(self) -> Brand:
        """How its report looks."""
        return self.settings.brand

    @property
    def is_sample(self) -> bool:
        """Whether it is one of the samples that come with the course."""
        return self.folder.parent == SAMPLES

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables it has, with at least one row in each."""
        return tuple(name for name in SCHEMAS if self.has(name))

    def has(self, name: str) -> bool:
        """Whether a table has at least one row, or a column such as `customers.member` a value."""
        table, _, column = name.partition(".")
        if not self._has_rows(table):
            return False
        return not column or bool(self._check(table).frame[column].notna().any())

    def _has_rows(self, table: str) -> bool:
        path = self.file_of(table)
        if path is None:
            return False
        if table not in self._checked and _begins_with_rows(table, path, on_disk.version(path)):
            return True
        return len(self._read(table, path).frame) > 0

    def file_of(self, table: str) -> Path | None:
        """The table's file, or None.

        Raises
        ------
        DataProblems
            There are two, and no telling which one counts; or it is no file of this folder.
        """
        _known_table(table)
        found = [path for path in self._named_as_tables() if _table_of(path) == table]
        if len(found) > 1:
            raise DataProblems([Problem(
                " and ".join(path.name for path in found), f"two files for {table}", "one",
                "keep the one that counts and move the other out of the folder",
            )])
        if found and (problem := unfit(found[0], self.folder)):
            raise DataProblems([problem])
        return found[0] if found else None

    def table(self, name: str) -> pd.DataFrame:
        """One table in the contract's types, with all its columns; optional ones may be missing.

        Raises
        ------
        NotEnoughData
            The business does not have the table.
        DataProblems
            The file must be mended first; all its problems at once.

        Examples
        --------
        >>> open_business("shop").table("orders").columns[:3].tolist()
        ['order_id', 'order_date', 'customer_id']
        """
        checked = self._check(name)
        must_fix = [p for p in checked.problems if p.severity == MUST_FIX]
        if must_fix:
            raise DataProblems(must_fix)
        return checked.frame.reset_index(drop=True)

    def get(self, name: str) -> pd.DataFrame | None:
        """The table if the business has it, else None."""
        return self.table(name) if self.has(name) else None

    def check(self) -> list[Problem]:
        """Every problem in every table at once, those that must be fixed first."""
        problems, frames, sources = [*self.settings.remarks, *self._unused_files()], {}, {}
        for name in SCHEMAS:
            try:
                path = self.file_of(name)
                if path is None or not len((checked := self._read(name, path)).frame):
                    continue
            except DataProblems as error:
                problems += error.problems
                continue
            except CannotOpen as error:
                problems.append(Problem(path.name, str(error), f"a table {name}",
                                        "put a file that opens in its place, or move it away"))
                continue
            problems += checked.problems
            frames[name], sources[name] = checked.frame, path.name
        problems += check_references(frames, sources)
        return sorted(problems, key=lambda problem: problem.severity != MUST_FIX)

    def hand_over_tables(self, folder: Path) -> None:
        """Put the tables it has read where a kernel finds them, in a folder for nobody else."""
        for name, (read, table) in self._checked.items():
            hand_over(folder, name, read, table)

    def forget_tables(self) -> None:
        """Let go of the tables, and give their memory back; they are read again when asked for."""
        self._checked.clear()
        _checked_table.cache_clear()
        pa.default_memory_pool().release_unused()

    @cached_property
    def answers(self) -> Answers:
        """The owner's judgements, by section.

        A sample comes with answers of its owner. It belongs to everyone, so what is answered on it
        is kept beside the owner's own businesses, not in the sample.
        """
        own = self.folder / ANSWERS_FILE
        if self.is_sample:
            return Answers(businesses_folder() / f"{self.folder.name}.{ANSWERS_FILE}", given=own)
        return Answers(own)

    def table_files(self) -> list[Path]:
        """Every file in its folder that could hold a table."""
        return [path for path in self._named_as_tables() if not unfit(path, self.folder)]

    def _named_as_tables(self) -> list[Path]:
        try:
            return sorted(path for path in self.folder.iterdir()
                          if path.name.lower().endswith(files.TABLE_ENDINGS))
        except PermissionError as error:
            raise CannotOpen(f"The folder {self.folder} cannot be read. Allow whoever runs this to "
                             "read it.") from error

    def _unused_files(self):
        for path in self._named_as_tables():
            name = _table_of(path)
            if name not in SCHEMAS:
                near = get_close_matches(name, SCHEMAS, n=1)
                remedy = "move it away if it is not a table"
                if near:
                    remedy = f"if it is {near[0]}, rename it to {near[0]}{path.name[len(name):]}"
                yield Problem(path.name, "a file that no table is read from",
                              f"one of {', '.join(SCHEMAS)}", remedy, severity=WORTH_A_LOOK)

    def _check(self, name: str) -> CheckedTable:
        path = self.file_of(name)
        if path is None or not len((checked := self._read(name, path)).frame):
            raise NotEnoughData(f"an analysis of {name}", f"no rows in a table {name}",
                                f"a file {name}.csv in {self.folder.name}")
        return checked

    def _read(self, name: str, path: Path) -> CheckedTable:
        if name not in self._checked:
            reading = frozenset(self.settings.reading(name).items())
            read = _Read(path, on_disk.version(path), reading)
            self._checked[name] = read, _checked_table(name, read)
        _, checked = self._checked[name]
        return checked


@lru_cache(maxsize=TABLES_KEPT)
def _begins_with_rows(name: str, path: Path, version: tuple[int, ...]) -> bool:
    """Whether the first lines of a version of a file hold rows, looked at once."""
    return len(files.read_text_table(path, sheet=name, rows=FIRST_ROWS).frame) > 0


@lru_cache(maxsize=TABLES_KEPT)
def _checked_table(name: str, read: _Read) -> CheckedTable:
    """A table as a version of its file has it, read once: each lesson opens its business anew."""
    return handed_over(name, read) or check_table(
        files.read_text_table(read.path, sheet=name), SCHEMAS[name], **dict(read.reading))


def _table_of(path: Path) -> str:
    return path.name.lower().partition(".")[0]


def _known_table(table: str) -> None:
    if table not in SCHEMAS:
        near = get_close_matches(table, SCHEMAS, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise OwnerError(f"{table} is not a table of the data contract.{hint} "
                         f"The tables are: {', '.join(SCHEMAS)}.")


def _read_settings(path: Path) -> Settings:
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise CannotOpen(f"{path.name} in {path.parent.name} should have lines such as "
                         "“name: My shop”.")
    given = {key: value for key, value in content.items() if value is not None}
    brand, brand_problems = read_brand(given.pop("brand", None), path.parent, path.name)
    problems = [*_setting_problems(given, path.name), *brand_problems]
    must_fix = [problem for problem in problems if problem.severity == MUST_FIX]
    if must_fix:
        raise DataProblems(must_fix)
    reading = given.pop("files", {})
    if "week_start" in given:
        given["week_start"] = given["week_start"].lower()
    if "opening_days" in given:
        given["opening_days"] = tuple(day.lower() for day in given["opening_days"])
    given["locale"] = legible_locale(given.get("locale", locale_for(given.get("country"))))
    return Settings(**given, dates=reading.get("dates"), decimal=reading.get("decimal"),
                    brand=brand, remarks=tuple(problems))


def _setting_problems(given: dict, file: str):
    def wrong(key, expected, remedy):
        found = f"{key}: {given[key]}" if key in given else f"no {key}"
        return Problem(file, found, expected, remedy)

    for key in given:
        if key not in _SETTINGS:
            near = get_close_matches(str(key).lower(), _SETTINGS, n=1)
            remedy = f"write {near[0]} instead" if near else "delete the line"
            yield wrong(key, f"one of {', '.join(_SETTINGS)}", remedy)
    name = given.get("name")
    if not isinstance(name, str) or not name.strip():
        yield wrong("name", "the business's name, in quotes if it is a number, yes or no",
                    f'write  name: "{name}"' if name else "write  name: My shop")
    currency = str(given.get("currency"))
    if not is_currency(currency):
        meant = currency.upper() if is_currency(currency.upper()) else "GBP"
        yield wrong("currency", "a three-letter currency code such as GBP, EUR or USD",
                    f"write  currency: {meant}")
    yield from _place_problems(given, file, wrong)
    yield from _word_problems(given, wrong)
    yield from _reading_problems(given.get("files"), file)


def _place_problems(given: dict, file: str, wrong):
    country = given.get("country")
    if country is False:
        yield Problem(file, "country: NO without quotes, which a YAML file takes for the word “no”",
                      "a two-letter country code, in quotes for Norway", 'write  country: "NO"')
    elif country is not None and country not in _countries():
        meant = {"UK": "GB"}.get(str(country).upper(), str(country).upper())
        yield wrong("country", "a two-letter country code such as GB, DE or US",
                    f"write  country: {meant if meant in _countries() else 'GB'}")
    if "locale" in given and not _is_locale(given["locale"]):
        yield wrong("locale", "a language and country such as en_GB or de_DE",
                    "correct the line, or delete it to follow the country")
    elif "locale" in given and legible_locale(given["locale"]) != given["locale"]:
        yield Problem(file, f"locale: {given['locale']}, which charts have no letters for; dates "
                            f"and numbers follow {legible_locale(given['locale'])} instead",
                      "a language in Latin, Greek or Cyrillic letters",
                      "leave it so, or delete the line to follow the country",
                      severity=WORTH_A_LOOK)
    timezone = given.get("timezone")
    if timezone is not None and timezone not in list(available_timezones()):
        near = get_close_matches(str(timezone), available_timezones(), n=1)
        yield wrong("timezone", "a place's time zone such as Europe/London",
                    f"write  timezone: {near[0] if near else 'Europe/London'}")


def _countries() -> list[str]:
    return [code for code in Locale("en").territories if len(code) == 2 and code.isalpha()]


def _word_problems(given: dict, wrong):
    if str(given.get("week_start", "monday")).lower() not in WEEKDAYS:
        yield wrong("week_start", "a day such as monday", "write  week_start: monday")
    days = given.get("opening_days", [])
    if not isinstance(days, list) or any(str(day).lower() not in WEEKDAYS for day in days):
        yield wrong("opening_days", "a list of days such as [monday, tuesday]", "correct the list")
    if given.get("sells", "goods") not in ("goods", "services", "both"):
        yield wrong("sells", "goods, services or both", "write  sells: goods")


def _reading_problems(reading, file: str):
    if reading is None:
        return
    words = {"dates": (parsing.DAY_FIRST, parsing.MONTH_FIRST),
             "decimal": (parsing.POINT, parsing.COMMA)}
    for option, value in (reading.items() if isinstance(reading, dict) else [("files", reading)]):
        by_table = value if isinstance(value, dict) else {}
        given = by_table.values() if by_table else [value]
        if option not in words or any(word not in words[option] for word in given):
            yield Problem(file, f"files: {option}: {value}",
                          "dates: day-first or month-first, decimal: point or comma",
                          "correct the line, or delete it if the files are clear by themselves")
        for table in by_table:
            if table not in SCHEMAS:
                near = get_close_matches(str(table), SCHEMAS, n=1)
                yield Problem(file, f"files: {option}: {table}", f"one of {', '.join(SCHEMAS)}",
                              f"write {near[0]} instead" if near else "delete the line")


def _is_locale(name) -> bool:
    try:
        Locale.parse(str(name))
        return True
    except (UnknownLocaleError, ValueError):
        return False
