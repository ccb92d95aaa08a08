"""A new business: a folder with commented settings and empty tables, ready to be filled."""

import re
from pathlib import Path

from babel.numbers import is_currency

from helpers.core.on_disk import write_atomically
from helpers.core.places import SETTINGS_FILE, businesses_folder
from helpers.core.problems import OwnerError
from helpers.core.tables import SCHEMAS

_SETTINGS = """\
# What the workbook must know about this business. Change a line and save; nothing else to do.

name: {name}

# The money in the tables: a three-letter code such as GBP, EUR or USD.
currency: {currency}

# Two letters; they decide how dates and numbers are written in reports.
{country}

# How dates and numbers are written, if not in English as the country does.
# locale: de_DE

# The business's own time zone; used where a system exports world time (UTC).
# timezone: Europe/London

week_start: monday
opening_days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]

# What it sells: goods, services or both. It decides which words about stock or time apply.
sells: goods

# Needed only where a file does not show by itself how its dates or numbers are meant.
# files:
#   dates: day-first        # or month-first: how 03/04/2025 is meant
#   decimal: point          # or comma: whether 1.234 is a bit over one, or a thousand and more

# How its reports look: a PNG or SVG file in this folder, a colour in quotes, and a name where
# reports are to show another one than above. A colour too pale to read is darkened.
# brand:
#   logo: logo.svg
#   accent: "#7a1f3d"
#   name: The Corner Shop
"""

_GITIGNORE = "# The key that makes pseudonyms stays on this computer.\n.key\n"


def new_business(
    name: str, *, currency: str = "GBP", country: str | None = None, tables: bool = True
) -> Path:
    """Make the folder of a new business under `businesses/`.

    Parameters
    ----------
    name : str
        The folder's name: letters, digits, hyphens and underscores; also the name to begin with.
    currency, country : str
        Codes for business.yaml.
    tables : bool
        Whether to put an empty file with headings for every table beside it.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    OwnerError
        The name cannot be a folder's, is taken, or the currency is not one.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", name):
        raise OwnerError(f"“{name}” cannot name a folder. Use letters, digits, hyphens and "
                         "underscores, such as corner-shop; business.yaml holds the full name.")
    if not is_currency(currency):
        raise OwnerError(f"“{currency}” is not a currency. Use its three letters: GBP, EUR, USD.")
    folder = businesses_folder() / name
    if folder.exists():
        raise OwnerError(f"There is already a folder {folder}. Choose another name, or use it.")
    folder.mkdir(parents=True)
    country_line = f"country: {country!r}" if country else "# country: GB"
    write_atomically(folder / SETTINGS_FILE,
                     _SETTINGS.format(name=name, currency=currency, country=country_line))
    write_atomically(folder / ".gitignore", _GITIGNORE)
    for schema in SCHEMAS.values() if tables else ():
        write_atomically(folder / f"{schema.name}.csv", ",".join(schema.column_names) + "\n")
    return folder
