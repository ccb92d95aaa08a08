"""What business.yaml says under `brand:`, checked: name, logo and accent colour."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from helpers.core.branding import colours
from helpers.core.branding.logo import Logo, read_logo
from helpers.core.branding.refused import LogoRefused
from helpers.core.problems import WORTH_A_LOOK, Problem

HOUSE_ACCENT = "#005a8f"
KEYS = ("name", "logo", "accent")


@dataclass(frozen=True)
class Brand:
    """How a business's report looks.

    Parameters
    ----------
    name : str
        What the report calls the business, where that is not its own name; else empty.
    accent : str
        A colour such as `#005a8f` in which text can be read on white and on `tint`.
    logo : Logo or None
        A picture known to be harmless.

    Examples
    --------
    >>> Brand(accent="#7a1f3d").tint
    '#f9f1f3'
    """

    name: str = ""
    accent: str = HOUSE_ACCENT
    logo: Logo | None = None

    @property
    def tint(self) -> str:
        """The accent so pale that text stands out from it, for grounds and heads of tables."""
        return colours.tint(self.accent)


def read_brand(given, folder: Path, file: str) -> tuple[Brand, list[Problem]]:
    """The brand that settings describe, and all that is wrong with it.

    Parameters
    ----------
    given : object
        What stands under `brand:`, of whatever shape; None where nothing does.
    folder : Path
        The business's, where its logo is.
    file : str
        The settings' name, for messages.

    Returns
    -------
    Brand, list of Problem
        An accent that was too pale comes back darkened, with a problem that is worth a look.

    Examples
    --------
    >>> brand, problems = read_brand({"accent": "#ffcc00"}, Path(), "business.yaml")
    >>> brand.accent
    '#8a6e00'
    >>> print(problems[0].found)
    brand: accent: #ffcc00, darkened to #8a6e00 so that text in it can be read
    """
    if given is None:
        return Brand(), []
    if not isinstance(given, dict):
        return Brand(), [Problem(
            file, f"brand: {given}", f"lines under it: {', '.join(KEYS)}",
            "indent the lines under  brand:  by two spaces, as growth new writes them",
        )]
    problems = list(_unknown(given, file))
    name, wrong_name = _name(given, file)
    accent, wrong_accent = _accent(given, file)
    logo, wrong_logo = _logo(given, folder, file)
    return Brand(name, accent, logo), [*problems, *wrong_name, *wrong_accent, *wrong_logo]


def _unknown(given: dict, file: str):
    for key in given:
        if key not in KEYS:
            near = get_close_matches(str(key).lower(), KEYS, n=1)
            remedy = f"write {near[0]} instead" if near else "delete the line"
            yield Problem(file, f"brand: {key}", f"one of {', '.join(KEYS)}", remedy)


def _name(given: dict, file: str) -> tuple[str, list[Problem]]:
    name = given.get("name")
    if name is None:
        return "", []
    if isinstance(name, str) and name.strip():
        return name, []
    return "", [Problem(file, f"brand: name: {name}", "a name, in quotes if it is a number",
                        f'write  name: "{name}", or delete the line to show the business\'s own')]


def _accent(given: dict, file: str) -> tuple[str, list[Problem]]:
    if "accent" not in given:
        return HOUSE_ACCENT, []
    expected = "a colour in quotes, such as \"#7a1f3d\""
    if given["accent"] is None:
        return HOUSE_ACCENT, [Problem(
            file, "brand: accent: nothing, since a # without quotes begins a comment", expected,
            'write the colour in quotes, such as  accent: "#7a1f3d"',
        )]
    colour = colours.parse_colour(given["accent"])
    if colour is None:
        meant = colours.parse_colour(f"#{given['accent']}") or "#7a1f3d"
        return HOUSE_ACCENT, [Problem(file, f"brand: accent: {given['accent']}", expected,
                                      f'write  accent: "{meant}"')]
    legible = colours.legible(colour)
    if legible == colour:
        return colour, []
    return legible, [Problem(
        file, f"brand: accent: {colour}, darkened to {legible} so that text in it can be read",
        f"a contrast of at least {colours.TEXT_CONTRAST} to 1 with white",
        f'leave it so, or write  accent: "{legible}"', severity=WORTH_A_LOOK,
    )]


def _logo(given: dict, folder: Path, file: str) -> tuple[Logo | None, list[Problem]]:
    if given.get("logo") is None:
        return None, []
    try:
        return read_logo(given["logo"], folder), []
    except LogoRefused as why:
        return None, [Problem(file, f"brand: logo: {given['logo']} {why.found}", why.expected,
                              why.remedy)]
