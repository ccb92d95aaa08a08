"""Pages from the templates of this room: what comes from data stays text."""

from collections.abc import Callable
from pathlib import Path

import jinja2

from helpers.core.typography import unparted

TEMPLATES = Path(__file__).parent / "templates"


def template(name: str, **filters: Callable) -> jinja2.Template:
    """A template, with what it asks for by name.

    Examples
    --------
    >>> page = template("index.html.j2", links=lambda outcome: [])
    >>> page.name
    'index.html.j2'
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True,
        lstrip_blocks=True, undefined=jinja2.StrictUndefined, finalize=_unparted,
    )
    environment.filters |= filters
    return environment.get_template(name)


def _unparted(value):
    return unparted(value) if type(value) is str else value  # what is markup already stays
