"""The data dictionary: every table of the contract, and what is in the sample businesses."""

import textwrap
from collections.abc import Mapping

import yaml

from helpers.core.formats import PLAIN, Format, locale_for
from helpers.core.tables import SCHEMAS, Column, Schema
from helpers.samples.acquisition import days_of
from helpers.samples.catalogue import GENERATORS, sample_tables, truths_of
from helpers.samples.stories.sales import bakery_story, plumber_story, saas_story, shop_story
from helpers.samples.stories.surroundings import around_story
from helpers.samples.stories.wording import listed

_STORIES = {"saas": saas_story, "shop": shop_story, "bakery": bakery_story,
            "plumber": plumber_story}

_OPENING = """\
# Data dictionary

Each folder here is a sample business: a `business.yaml`, the tables it has, as plain CSV (commas,
decimal points, UTF-8), and in `answers.yaml` what its owner answered in the lessons. Your own
business is a folder of the same kind, and the tables below say what may stand in it. `growth new`
makes one, with every setting of `business.yaml` explained: names, money, dates, and the logo and
colour of its reports.

This file and the samples are written by `python -m helpers.samples`, from the schemas in
`helpers/core/tables.py` and the truths in `helpers/samples/truths/`; do not change them by hand."""

_TABLES = """\
## The tables

Dates are local days written as 2025-03-31, months as 2025-03, yes/no as those words. Money is in
the business's currency. An optional column may be left out, and its cells may be empty. A refund is
a negative quantity. No table holds names, e-mail addresses or street addresses: a customer is a
pseudonym."""


def data_dictionary() -> str:
    """The text of `data/README.md`.

    Examples
    --------
    >>> print(data_dictionary().splitlines()[0])
    # Data dictionary
    """
    sections = [
        _OPENING,
        *(_sample(name) for name in GENERATORS),
        _TABLES,
        *(_table(schema) for schema in SCHEMAS.values()),
    ]
    return "\n\n".join(sections) + "\n"


def _sample(name: str) -> str:
    generator, truths = GENERATORS[name], truths_of(name)
    settings = yaml.safe_load(generator.BUSINESS)
    format = Format(locale_for(settings["country"]), settings["currency"])
    days = days_of(truths)
    rows = [f"| `{table}.csv` | {PLAIN.number(len(frame))} |"
            for table, frame in sample_tables(name).items()]
    return "\n".join([
        f"## `{name}`: {generator.__doc__.strip()}",
        "",
        f"Invented; {format.date(days[0])} to {format.date(days[-1])}; {settings['currency']}.",
        "",
        "| File | Rows |", "|---|--:|", *rows,
        "",
        "What is true in it, so that you can see whether an analysis finds it:",
        "",
        *(_bullet(sentence) for sentence in _story(name, truths, format)),
    ])


def _story(name: str, truths: Mapping, format: Format) -> list[str]:
    around = around_story(truths, format) if "budget" in truths else []
    return [*_STORIES[name](truths, format), *around]


def _bullet(sentence: str) -> str:
    return textwrap.fill(sentence, 100, initial_indent="- ", subsequent_indent="  ",
                         break_on_hyphens=False)


def _table(schema: Schema) -> str:
    lines = [
        f"### `{schema.name}`",
        "",
        f"A row is {schema.row}.{_uniqueness(schema)}{_references(schema)}",
        "",
        "| Column | What it holds | Kind | Needed |", "|---|---|---|---|",
        *(f"| `{column.name}` | {column.meaning} | {_kind(column)} | {_need(column)} |"
          for column in schema.columns),
    ]
    accounts = [column for column in schema.columns if column.choices]
    for column in accounts:
        words = ", ".join(f"`{word}`" for word in column.choices)
        lines += ["", f"`{column.name}` is one of {words}."]
    return "\n".join(lines)


def _uniqueness(schema: Schema) -> str:
    if not schema.key:
        return ""
    return f" Each {listed(f'`{name}`' for name in schema.key)} stands there once."


def _references(schema: Schema) -> str:
    return "".join(f" `{column}` points to `{theirs}` in `{table}`."
                   for column, table, theirs in schema.refers_to)


def _kind(column: Column) -> str:
    low, high = column.at_least, column.at_most
    if low is not None and high is not None:
        return f"{column.kind}, {low:g} to {high:g}"
    if low is not None:
        return f"{column.kind}, {low:g} or more"
    return column.kind


def _need(column: Column) -> str:
    if not column.required:
        return "optional"
    return "yes; cells may be empty" if column.blank else "yes"
