"""An SVG drawing is taken only if all that stands in it is known to be still and self-contained.

What is not on the lists below is refused, not removed: a drawing without its parts would be a
different logo. What is handed on is written anew from what was checked, so that a browser reads
nothing that was not seen here.
"""

import re
from collections import Counter
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from helpers.core.branding.refused import SAVE_AGAIN, LogoRefused

MOST_ELEMENTS, DEEPEST = 5_000, 64
EXPECTED = "a drawing of shapes, colours and text alone"
_TOO_MUCH = f"more than {MOST_ELEMENTS} parts, or parts more than {DEEPEST} levels deep"

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_GRADIENTS = {"linearGradient", "radialGradient"}
_ELEMENTS = _GRADIENTS | {
    "svg", "g", "defs", "symbol", "use", "title", "desc", "style", "path", "rect", "circle",
    "ellipse", "line", "polyline", "polygon", "text", "tspan", "stop", "clipPath", "mask",
}
_STYLES = set("""
    clip-path clip-rule color color-interpolation display dominant-baseline enable-background fill
    fill-opacity fill-rule font font-family font-size font-stretch font-style font-variant
    font-weight isolation letter-spacing line-height mask mask-type mix-blend-mode opacity overflow
    paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
    stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor
    text-decoration text-rendering vector-effect visibility white-space word-spacing
""".split())
_ATTRIBUTES = _STYLES | set("""
    aria-hidden aria-label aria-labelledby baseProfile class clipPathUnits cx cy d data-name dx dy
    focusable fr fx fy gradientTransform gradientUnits height id maskContentUnits maskUnits offset
    pathLength points preserveAspectRatio r role rotate rx ry spreadMethod style textLength
    transform type version viewBox width x x1 x2 y y1 y2
""".split())
_FUNCTIONS = {
    "rgb", "rgba", "hsl", "hsla", "url", "matrix", "translate", "scale", "rotate", "skewx", "skewy",
}
_NAMED = {
    "script": "a script", "foreignObject": "a web page inside the drawing",
    "image": "a picture inside the drawing", "a": "a link",
    "animate": "an animation", "animateMotion": "an animation", "animateTransform": "an animation",
    "set": "an animation",
}

_LOCAL = re.compile(r"#[\w.:-]+")
_LOCAL_URL = re.compile(r"""url\(\s*(["']?)#([\w.:-]+)\1\s*\)""", re.IGNORECASE)
_SELECTOR = re.compile(r"[\w.#,>\s-]+")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*(?:px|pt|mm|cm|in)?\s*")


def safe_svg(data: bytes) -> bytes:
    """The drawing written anew, once it is known to hold nothing that acts or fetches.

    Parameters
    ----------
    data : bytes
        An SVG file.

    Raises
    ------
    LogoRefused
        It holds something else; the first such thing is told.

    Examples
    --------
    >>> safe_svg(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><!-- Ann --></svg>')
    b'<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg" />'
    """
    root = _parsed(data)
    if root.tag != f"{{{SVG}}}svg":
        raise _refused("XML that is not an SVG drawing")
    elements = list(root.iter())
    for element in elements:
        _make_plain(element)
    by_id = _by_id(elements)
    for element in root.iter("style"):
        _check_sheet_references(element, by_id)
    _check_drawn(root, by_id)
    _check_size(root)
    root.set("xmlns", SVG)
    return tostring(root, encoding="unicode").encode("utf-8")


class _Builder(TreeBuilder):
    """Builds the tree; comments are left out, instructions refused."""

    def pi(self, target, text=None):
        raise _refused(f"an instruction to other programs, <?{target[:20]}?>")


def _parsed(data: bytes) -> Element:
    parser = XMLParser(target=_Builder(), forbid_dtd=True)
    try:
        parser.feed(data)
        return parser.close()
    except DefusedXmlException:
        raise _refused("a DOCTYPE or entities, which can stand for anything") from None
    except (ParseError, ValueError, LookupError) as error:
        raise _refused(f"XML that cannot be read ({error})") from None


def _make_plain(element: Element) -> None:
    """Refuse what is on no list; write the rest without namespaces."""
    namespace, _, name = element.tag.rpartition("}")
    if namespace != f"{{{SVG}":
        raise _refused(f"{name}, a drawing program's own notes")
    if name not in _ELEMENTS:
        raise _refused(f"{_NAMED.get(name, 'an element')}, <{name}>")
    element.tag = name
    for attribute, value in list(element.attrib.items()):
        _check_attribute(element, attribute, value)
        if attribute == f"{{{XLINK}}}href":
            element.set("href", element.attrib.pop(attribute))
    if "style" in element.attrib:
        element.set("style", _checked_style(element.get("style")))
    if name == "style":
        element.text = _checked_sheet(element)


def _check_attribute(element: Element, attribute: str, value: str) -> None:
    name = attribute.rpartition("}")[2]
    if name.lower().startswith("on"):
        raise _refused(f"{name[:40]}, which runs code")
    if attribute in ("href", f"{{{XLINK}}}href"):
        if not _LOCAL.fullmatch(value) or element.tag not in {"use", *_GRADIENTS}:
            raise _refused(f"a reference to “{value[:40]}” outside the drawing")
    elif attribute not in _ATTRIBUTES and attribute != _SPACE:
        raise _refused(f"an attribute {name[:40]}")
    elif attribute in _STYLES or attribute.lower().endswith("transform"):
        _check_value(value)


def _checked_sheet(element: Element) -> str:
    if len(element):
        raise _refused("parts inside its style rules")
    sheet = _without_comments(element.text or "")
    *rules, rest = sheet.split("}")
    for rule in rules:
        selector, opening, body = rule.partition("{")
        if not opening or not _SELECTOR.fullmatch(selector):
            raise _refused("style rules beyond simple colours and lines")
        _checked_style(body)
    if rest.strip():
        raise _refused("style rules beyond simple colours and lines")
    return sheet


def _checked_style(text: str) -> str:
    style = _without_comments(text)
    for declaration in filter(str.strip, style.split(";")):
        name, _, value = declaration.partition(":")
        if name.strip().lower() not in _STYLES:
            raise _refused(f"a style “{name.strip()[:40]}”")
        _check_value(value)
    return style


def _check_value(value: str) -> None:
    *before_brackets, _ = value.split("(")
    functions = [re.split(r"[\s,)]", text.rstrip())[-1].lower() for text in before_brackets]
    if any(sign in value for sign in "\\@{") or set(functions) - _FUNCTIONS:
        raise _refused(f"a style value “{value.strip()[:40]}”")
    if functions.count("url") != len(_LOCAL_URL.findall(value)):
        raise _refused(f"a reference to “{value.strip()[:40]}” outside the drawing")


def _without_comments(text: str) -> str:
    first, *rest = text.split("/*")
    if not all("*/" in piece for piece in rest):
        raise _refused("a comment in its style that does not end")
    return first + "".join(piece.partition("*/")[2] for piece in rest)


def _by_id(elements: list[Element]) -> dict[str, Element]:
    named = [element for element in elements if "id" in element.attrib]
    twice = [name for name, times in Counter(each.get("id") for each in named).items() if times > 1]
    if twice:
        raise _refused(f"two parts called {twice[0][:40]}")
    return {element.get("id"): element for element in named}


def _referred(element: Element) -> list[str]:
    """The ids that an element's attributes refer to."""
    urls = [found[1] for value in element.attrib.values() for found in _LOCAL_URL.findall(value)]
    return urls + ([element.get("href")[1:]] if "href" in element.attrib else [])


def _check_sheet_references(element: Element, by_id: dict[str, Element]) -> None:
    """A style rule reaches many parts at once, so that it may refer to colours alone."""
    for _, name in _LOCAL_URL.findall(element.text or ""):
        if name in by_id and by_id[name].tag not in _GRADIENTS:
            raise _refused(f"a style rule that refers to {name[:40]}")


def _check_drawn(root: Element, by_id: dict[str, Element]) -> None:
    """Refuse parts that use parts, or themselves, until a browser is busy for ever."""
    drawn = {}

    def count(element: Element, depth: int) -> int:
        if element in drawn:
            return drawn[element]
        if depth > DEEPEST:
            raise _refused(_TOO_MUCH)
        used = [by_id[name] for name in _referred(element) if name in by_id]
        drawn[element] = 1 + sum(count(part, depth + 1) for part in [*element, *used])
        if drawn[element] > MOST_ELEMENTS:
            raise _refused(_TOO_MUCH)
        return drawn[element]

    count(root, 0)


def _check_size(root: Element) -> None:
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    sides = box[2:] if len(box) == 4 else [root.get("width", ""), root.get("height", "")]
    lengths = [_LENGTH.fullmatch(side) for side in sides]
    if not all(length and float(length[1]) > 0 for length in lengths):
        raise LogoRefused("does not say how large it is", "a viewBox, or a width and a height",
                          SAVE_AGAIN)


def _refused(found: str) -> LogoRefused:
    return LogoRefused(f"holds {found}", EXPECTED, SAVE_AGAIN)
