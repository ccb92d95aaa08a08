"""How long the cohort widget takes in a browser, from a key pressed to the picture changed.

Run it from the project's folder:  python -m benchmarks.widget
"""

import statistics
import tempfile
from pathlib import Path

from tests.browser.lab import Visit, chromium, offline_browser, running_lab, write_notebook

PRESSES = 20
CELLS = ["""\
from helpers import open_business
from helpers.widgets import CohortWidget
CohortWidget(open_business("shop"))"""]

TIME_NEXT_REDRAW = """() => {
    const picture = document.querySelector(".widget-image");
    window.redraw = new Promise(resolve => {
        let pressed;
        document.addEventListener(
            "keydown", () => { pressed = performance.now() }, {once: true, capture: true});
        picture.addEventListener("load", () => resolve(performance.now() - pressed), {once: true});
    });
}"""


def redraw_milliseconds(presses: int = PRESSES) -> list[float]:
    """The milliseconds of each redraw, as the measure goes down and up with the arrow keys."""
    with tempfile.TemporaryDirectory() as folder:
        write_notebook(Path(folder) / "widget.ipynb", CELLS)
        with running_lab(Path(folder)) as lab, offline_browser() as visit:
            visit.open(lab, "widget.ipynb")
            visit.run_all()
            visit.page.locator(".widget-image[src^='blob:']").wait_for()
            return [
                _timed_press(visit, "ArrowDown" if number % 2 == 0 else "ArrowUp")
                for number in range(presses)
            ]


def _timed_press(visit: Visit, key: str) -> float:
    visit.page.evaluate(TIME_NEXT_REDRAW)
    visit.press("Show", key)
    return visit.page.evaluate("() => window.redraw")


def main() -> None:
    if chromium() is None:
        print("No Chromium is installed, so nothing can be measured.")
        return
    times = redraw_milliseconds()
    print(f"redraw after a key press, {len(times)} presses: median {statistics.median(times):.0f} "
          f"ms, from {min(times):.0f} to {max(times):.0f} ms")


if __name__ == "__main__":
    main()
