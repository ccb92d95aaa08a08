"""What the owners of the samples answered in the lessons, gathered from a file for each section."""

from pathlib import Path

import yaml

from helpers.core.reading.plain_yaml import read_yaml

ANSWERS = Path(__file__).with_name("answers")
_OPENING = """\
# What the owner of this sample answered in the lessons: invented like the rest of it. Written by
# python -m helpers.samples  from helpers/samples/answers/; do not change it by hand.
"""


def answers_of(name: str, folder: Path = ANSWERS) -> dict:
    """A sample's answers by section, the sections in the order of the alphabet.

    Parameters
    ----------
    name : str
        The sample.
    folder : Path
        Holds `<section>.yaml` for each section: the answers under each sample's name.
    """
    sections = {path.stem: read_yaml(path) for path in sorted(folder.glob("*.yaml"))}
    return {section: said[name] for section, said in sections.items() if name in said}


def answers_text(answers: dict) -> str:
    """The answers as YAML that a person can read, a blank line before each section."""
    parts = (yaml.safe_dump({section: said}, sort_keys=False, allow_unicode=True, width=96)
             for section, said in answers.items())
    return "\n".join([_OPENING, *parts])
