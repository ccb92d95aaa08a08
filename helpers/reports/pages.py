"""Pages from the templates of this room: what comes from data stays text."""

from collections.abc import Callable
from pathlib import Path

import jinja2

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
        lstrip_blocks=True, undefined=jinja2.StrictUndefined,
    )
    environment.filters |= filters
    return environment.get_template(name)
