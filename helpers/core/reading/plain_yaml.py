"""YAML as people write it: plain lines, loaded safely and within bounds."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from helpers.core.problems import CannotOpen, DataProblems
from helpers.core.reading.limits import opened, unfit

MOST_BYTES, DEEPEST = 1 << 20, 20  # far beyond what a person writes


def read_yaml(path: Path, *, most_bytes: int = MOST_BYTES):
    """What a file of YAML says; an empty one says `{}`.

    Parameters
    ----------
    path : Path
        The file.
    most_bytes : int
        A larger file is refused before it is read.

    Raises
    ------
    CannotOpen
        It is no YAML, too large, nested too deep, or tangled with references.
    DataProblems
        It is no file, or a link out of its folder.
    """
    if problem := unfit(path, path.parent):
        raise DataProblems([problem])
    with opened(path) as file:
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise CannotOpen(f"{path.name} in {path.parent.name} is {path.stat().st_size:,} bytes; "
                         f"at most {most_bytes:,} are read. Keep only the lines that belong in it.")
    try:
        text = content.decode("utf-8-sig")
        _refuse_tangled(text, path)
        said = yaml.safe_load(text)
        return {} if said is None else said
    except (yaml.YAMLError, ValueError, KeyError, AttributeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 1}" if mark else ""
        raise CannotOpen(
            f"{path.name} in {path.parent.name} cannot be read{line}. It should have lines such as "
            f"“name: My shop”, with a space after the colon, and text that holds a colon in quotes."
        ) from error


@cache
def declared(package: str, name: str) -> dict:
    """What a file of YAML beside our own modules declares; read once.

    Parameters
    ----------
    package : str
        The modules' package: their `__package__`.
    name : str
        The file's name.

    Examples
    --------
    >>> declared("helpers.subjects.community", "review.yaml")["word"]
    'quality'
    """
    return read_yaml(Path(str(files(package))) / name)


def _refuse_tangled(text: str, path: Path) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
            raise CannotOpen(
                f"{path.name} in {path.parent.name} goes beyond plain lines at line "
                f"{event.start_mark.line + 1}. Write every value out where it is used, nested no "
                f"deeper than {DEEPEST} levels."
            )
