"""The owner's answers: judgements, goals and settings, kept as YAML that a person can read."""

import datetime as dt
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path

import yaml

from helpers.core import on_disk
from helpers.core.problems import CannotOpen
from helpers.core.reading.plain_yaml import read_yaml

DATE, EARLIER = "date", "earlier"


class Answers(Mapping):
    """Sections of answers in one file; each may be dated, and remember what it said before.

    Parameters
    ----------
    path : Path
        The file; it need not exist yet.
    given : Path, optional
        A file of answers that hold until the owner gives their own; nothing is written to it.

    Examples
    --------
    >>> import tempfile
    >>> answers = Answers(Path(tempfile.mkdtemp()) / "answers.yaml")
    >>> answers.save("review", {"trust": 4}, day=dt.date(2025, 3, 31))
    >>> answers.save("review", {"trust": 7}, day=dt.date(2025, 9, 30))
    >>> answers["review"]["trust"], answers.before("review")["trust"]
    (7, 4)
    """

    def __init__(self, path: Path, given: Path | None = None):
        self.path, self.given = path, given

    def __getitem__(self, section):
        said = self._read()[section]
        return _without(said, EARLIER) if isinstance(said, Mapping) else said

    def __iter__(self):
        return iter(self._read())

    def __len__(self):
        return len(self._read())

    @property
    def paths(self) -> list[Path]:
        """The files that the answers come from, those that exist."""
        return [path for path in (self.given, self.path) if path is not None and path.is_file()]

    def before(self, section: str) -> dict:
        """What a section said last time: the newest answers of an earlier day, or nothing.

        Parameters
        ----------
        section : str
            Its name.
        """
        return next(iter(_earlier(self._read().get(section))), {})

    def save(self, section: str, values: Mapping, *, day: dt.date | None = None) -> None:
        """Keep one section's answers; the other sections stay as they are.

        Parameters
        ----------
        section : str
            Its name.
        values : mapping
            The answers.
        day : date, optional
            The day they were given. What the section said on an earlier day is then kept too;
            answers that say the same as before keep their day.
        """
        said = _own(self.path)
        old = {**_own(self.given), **said}.get(section)
        content = {**said, section: _dated(old, dict(values), day) if day else dict(values)}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        on_disk.write_atomically(
            self.path, yaml.dump(content, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True)
        )

    def _read(self) -> dict:
        return {**_own(self.given), **_own(self.path)}


class _PlainDumper(yaml.SafeDumper):
    """Writes a value that stands twice twice, where YAML would put a mark that few can read."""

    def ignore_aliases(self, data):
        return True


def _own(path: Path | None) -> dict:
    if path is None or not path.is_file():
        return {}
    return deepcopy(_parsed(path, on_disk.version(path)))


@lru_cache(maxsize=8)
def _parsed(path: Path, version: tuple[int, ...]) -> dict:
    """A file's content, parsed once for each version of it: a control asks at every turn."""
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise CannotOpen(f"{path.name} should hold sections of answers; it holds "
                         f"{type(content).__name__}. Mend it, or delete it to start again.")
    return content


def _dated(old, values: dict, day: dt.date) -> dict:
    """Values under their day, with what was said on earlier days after them."""
    if not isinstance(old, Mapping):
        return {DATE: day, **values}
    if _without(old, DATE, EARLIER) == values and DATE in old:
        return dict(old)
    earlier = _earlier(old)
    if DATE in old and old[DATE] != day:
        earlier = [_without(old, EARLIER), *earlier]
    return {DATE: day, **values, **({EARLIER: earlier} if earlier else {})}


def _earlier(said) -> list[dict]:
    kept = said.get(EARLIER) if isinstance(said, Mapping) else None
    listed = kept if isinstance(kept, list) else []
    return [dict(each) for each in listed if isinstance(each, Mapping)]


def _without(said: Mapping, *names: str) -> dict:
    return {name: value for name, value in said.items() if name not in names}
