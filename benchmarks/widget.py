"""How long a widget takes in a browser, from a key pressed to the picture changed.

Run it from the project's folder:  python -m benchmarks.widget
"""

import statistics
import tempfile
from pathlib import Path

from helpers.core.browser import chromium
from tests.browser.lab import Visit, offline_browser, running_lab, write_notebook

PRESSES = 20
CELL = """\
from helpers import open_business
from helpers.widgets import {widget}
{widget}(open_business("{business}"))"""

FIRST_SLIDER = "first slider"
LIMIT_MILLISECONDS = 200  # what feels like at once

# Which control is pressed, and the two keys that turn it there and back.
MEASURED = {
    ("CohortWidget", "shop"): ("Show", "ArrowDown", "ArrowUp"),
    ("ForecastWidget", "bakery"): ("Have", "ArrowDown", "ArrowUp"),
    ("AnsoffWidget", "shop"): (FIRST_SLIDER, "ArrowRight", "ArrowLeft"),
}

TIME_NEXT_REDRAW = """() => {
    const picture = document.querySelector(".widget-image");
    window.redraw = new Promise(resolve => {
        let pressed;
        document.addEventListener(
            "keydown", () => { pressed = performance.now() }, {once: true, capture: true});
        picture.addEventListener("load", () => resolve(performance.now() - pressed), {once: true});
    });
}"""


def redraw_milliseconds(
    widget: str, business: str, label: str, keys: tuple[str, str], presses: int = PRESSES
) -> list[float]:
    """The milliseconds of each redraw, as one control goes there and back."""
    with tempfile.TemporaryDirectory() as folder:
        write_notebook(Path(folder) / "widget.ipynb",
                       [CELL.format(widget=widget, business=business)])
        with running_lab(Path(folder)) as lab, offline_browser() as visit:
            visit.open(lab, "widget.ipynb")
            visit.run_all()
            visit.page.locator(".widget-image[src^='blob:']").wait_for()
            if label == FIRST_SLIDER:
                label = _name_of_first_slider(visit)
            return [_timed_press(visit, label, keys[number % 2]) for number in range(presses)]


def _name_of_first_slider(visit: Visit) -> str:
    """A slider's handle has a name once it has had the focus."""
    handle = visit.page.locator(".noUi-handle").first
    handle.focus()
    return handle.get_attribute("aria-label")


def _timed_press(visit: Visit, label: str, key: str) -> float:
    visit.page.evaluate(TIME_NEXT_REDRAW)
    visit.press(label, key)
    return visit.page.evaluate("() => window.redraw")


def main() -> None:
    if chromium() is None:
        print("No Chromium is installed, so nothing can be measured.")
        return
    for (widget, business), (label, *keys) in MEASURED.items():
        times = redraw_milliseconds(widget, business, label, tuple(keys))
        median = statistics.median(times)
        print(f"{widget}: redraw after a key press, {len(times)} presses: median {median:.0f} ms, "
              f"from {min(times):.0f} to {max(times):.0f} ms; "
              f"{median / LIMIT_MILLISECONDS:.2f} of the limit", flush=True)


if __name__ == "__main__":
    main()
