"""A business is a folder: `business.yaml`, the tables it has, the owner's answers."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from zoneinfo import available_timezones

import pandas as pd
import yaml
from babel import Locale, UnknownLocaleError
from babel.numbers import is_currency

from helpers import files, parsing
from helpers.formats import DEFAULT_LOCALE, Format, locale_for
from helpers.problems import (
    MUST_FIX,
    WORTH_A_LOOK,
    CannotOpen,
    DataProblems,
    NotEnoughData,
    OwnerError,
    Problem,
)
from helpers.tables import SCHEMAS, CheckedTable, check_references, check_table

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "data"
SETTINGS_FILE, ANSWERS_FILE = "business.yaml", "answers.yaml"
YAML_BYTES, YAML_DEPTH = 1 << 20, 20  # far beyond what a person writes

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SETTINGS = ("name", "currency", "country", "locale", "timezone", "week_start", "opening_days",
             "sells", "files")


def businesses_folder() -> Path:
    """Where an owner's own businesses stand: `businesses/`, or what `GROWTH_BUSINESSES` names."""
    return Path(os.environ.get("GROWTH_BUSINESSES") or ROOT / "businesses")


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
        if (place / SETTINGS_FILE).is_file():
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

    def reading(self, table: str) -> dict[str, str | None]:
        """How a table's dates and decimals are meant, where the owner has said so."""
        return {
            option: value.get(table) if isinstance(value, Mapping) else value
            for option, value in (("dates", self.dates), ("decimal", self.decimal))
        }


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
    _checked: dict[str, CheckedTable] = field(default_factory=dict, repr=False, compare=False)

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
        """How it writes money, numbers and dates."""
        return Format(self.settings.locale, self.currency)

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
        path = self.file_of(table)
        if path is None or not any(
            len(files.read_text_table(path, sheet=table, rows=rows).frame) for rows in (5, None)
        ):
            return False
        return not column or bool(self._check(table).frame[column].notna().any())

    def file_of(self, table: str) -> Path | None:
        """The table's file, or None.

        Raises
        ------
        DataProblems
            There are two, and no telling which one counts.
        """
        _known_table(table)
        found = [path for path in self._table_files() if _table_of(path) == table]
        if len(found) > 1:
            raise DataProblems([Problem(
                " and ".join(path.name for path in found), f"two files for {table}", "one",
                "keep the one that counts and move the other out of the folder",
            )])
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
        problems, frames, sources = [*self._unused_files()], {}, {}
        for name in SCHEMAS:
            try:
                path = self.file_of(name)
                if path is None or not self.has(name):
                    continue
                checked = self._check(name)
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

    @cached_property
    def answers(self) -> "Answers":
        """The owner's judgements, by section.

        A sample belongs to everyone, so what is answered on it is kept beside the owner's own
        businesses, not in the sample.
        """
        if self.is_sample:
            return Answers(businesses_folder() / f"{self.folder.name}.{ANSWERS_FILE}")
        return Answers(self.folder / ANSWERS_FILE)

    def _table_files(self) -> list[Path]:
        return sorted(path for path in self.folder.iterdir()
                      if path.name.lower().endswith(files.TABLE_ENDINGS) and path.is_file())

    def _unused_files(self):
        for path in self._table_files():
            name = _table_of(path)
            if name not in SCHEMAS:
                near = get_close_matches(name, SCHEMAS, n=1)
                remedy = "move it away if it is not a table"
                if near:
                    remedy = f"if it is {near[0]}, rename it to {near[0]}{path.name[len(name):]}"
                yield Problem(path.name, "a file that no table is read from",
                              f"one of {', '.join(SCHEMAS)}", remedy, severity=WORTH_A_LOOK)

    def _check(self, name: str) -> CheckedTable:
        if name not in self._checked:
            path = self.file_of(name)
            if path is None or not self.has(name):
                raise NotEnoughData(f"an analysis of {name}", f"no rows in a table {name}",
                                    f"a file {name}.csv in {self.folder.name}")
            raw = files.read_text_table(path, sheet=name)
            self._checked[name] = check_table(raw, SCHEMAS[name], **self.settings.reading(name))
        return self._checked[name]


class Answers(Mapping):
    """The owner's answers: sections of plain YAML that a person can read and change.

    Parameters
    ----------
    path : Path
        The file; it need not exist yet.

    Examples
    --------
    >>> import tempfile
    >>> answers = Answers(Path(tempfile.mkdtemp()) / "answers.yaml")
    >>> answers.save("cohorts", {"period": "month"})
    >>> answers["cohorts"]["period"]
    'month'
    """

    def __init__(self, path: Path):
        self.path = path

    def _read(self) -> dict:
        if not self.path.is_file():
            return {}
        content = _load_yaml(self.path)
        if not isinstance(content, dict):
            raise CannotOpen(f"{self.path.name} should hold sections of answers; it holds "
                             f"{type(content).__name__}. Mend it, or delete it to start again.")
        return content

    def __getitem__(self, section):
        return self._read()[section]

    def __iter__(self):
        return iter(self._read())

    def __len__(self):
        return len(self._read())

    def save(self, section: str, values: Mapping) -> None:
        """Keep one section's answers; the other sections stay as they are."""
        content = {**self._read(), section: dict(values)}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        files.write_atomically(
            self.path, yaml.dump(content, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True)
        )


class _PlainDumper(yaml.SafeDumper):
    """Writes a value that stands twice twice, where YAML would put a mark that few can read."""

    def ignore_aliases(self, data):
        return True


def _table_of(path: Path) -> str:
    return path.name.lower().partition(".")[0]


def _known_table(table: str) -> None:
    if table not in SCHEMAS:
        near = get_close_matches(table, SCHEMAS, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise OwnerError(f"{table} is not a table of the data contract.{hint} "
                         f"The tables are: {', '.join(SCHEMAS)}.")


def _load_yaml(path: Path):
    if path.stat().st_size > YAML_BYTES:
        raise CannotOpen(f"{path.name} in {path.parent.name} is {path.stat().st_size:,} bytes; "
                         f"at most {YAML_BYTES:,} are read. Keep only the lines that belong in it.")
    try:
        text = path.read_text(encoding="utf-8-sig")
        _refuse_tangled(text, path)
        content = yaml.safe_load(text)
        return {} if content is None else content
    except (yaml.YAMLError, ValueError, KeyError, AttributeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        raise CannotOpen(
            f"{path.name} in {path.parent.name} cannot be read{line}. It should have lines such as "
            f"“name: My shop”, with a space after the colon, and text that holds a colon in quotes."
        ) from error


def _refuse_tangled(text: str, path: Path) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > YAML_DEPTH or isinstance(event, yaml.AliasEvent):
            raise CannotOpen(
                f"{path.name} in {path.parent.name} goes beyond plain lines at line "
                f"{event.start_mark.line + 1}. Write every value out where it is used, nested no "
                f"deeper than {YAML_DEPTH} levels."
            )


def _read_settings(path: Path) -> Settings:
    content = _load_yaml(path)
    if not isinstance(content, dict):
        raise CannotOpen(f"{path.name} in {path.parent.name} should have lines such as "
                         "“name: My shop”.")
    given = {key: value for key, value in content.items() if value is not None}
    problems = list(_setting_problems(given, path.name))
    if problems:
        raise DataProblems(problems)
    reading = given.pop("files", {})
    if "week_start" in given:
        given["week_start"] = given["week_start"].lower()
    if "opening_days" in given:
        given["opening_days"] = tuple(day.lower() for day in given["opening_days"])
    given.setdefault("locale", locale_for(given.get("country")))
    return Settings(**given, dates=reading.get("dates"), decimal=reading.get("decimal"))


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
