"""The live side of a widget: controls, a sentence, a picture, and buttons to save."""

import asyncio
import html
from collections.abc import Callable, Iterable
from pathlib import Path

import ipywidgets
import traitlets

from helpers.core.problems import OwnerError
from helpers.core.typography import in_markup
from helpers.widgets.base import WIDGET_VIEW, AnalysisWidget, Detail
from helpers.widgets.questions import HIGHEST, LOWEST, Amount, Choice, Day, Question, Slider, Words

PAUSE_SECONDS = 0.01
WIDEST = "760px"
SLIDER_WIDTH = "340px"  # two in a row
SMALL = "font-size: 0.85em; line-height: 1.25"
PANEL_CLASS = "growth-panel"

# JupyterLab takes the keys typed into a closed dropdown for its own shortcuts (ipywidgets #3912):
# an arrow moves to the next cell, two Ds delete this one. What has the focus must say not to.
# A slider's handle has no name; its question stands in the title of the label beside it.
KEEP_KEYS = f"""<style onload="this.closest('.{PANEL_CLASS}').addEventListener('focusin', e => {{
    e.target.setAttribute('data-lm-suppress-shortcuts', 'true');
    const slider = e.target.closest('.widget-slider');
    if (slider) e.target.ariaLabel = slider.querySelector('label').title;
    else if (e.target.title) e.target.ariaLabel = e.target.title; }})"></style>"""


class Picture(ipywidgets.Image):
    """An image with words for those who do not see it: its `tooltip`.

    The browser's side sets a tooltip only on what has a description, and fails on a plain `Image`.
    A screen reader says the tooltip of an image, which has no other name.
    """

    description = traitlets.Unicode("").tag(sync=True)


class Panel:
    """Controls wired to a widget; where several choices come at once only the last is drawn.

    Parameters
    ----------
    widget : AnalysisWidget
        What to show, and to tell what was chosen.
    """

    def __init__(self, widget: AnalysisWidget):
        self._widget = widget
        self._matching = False
        self._choices = {choice.name: choice for choice in widget.choices()}
        self.controls = {name: _control(choice) for name, choice in self._choices.items()}
        self.questions = {name: _with_words(choice, self.controls[name])
                          for name, choice in self._choices.items()}
        self.sentence, self.details, self.remark = (ipywidgets.HTML() for _ in range(3))
        self.picture = Picture(
            format="png", layout={"width": "100%", "max_width": WIDEST, "height": "auto"}
        )
        self.save_table = self._button("Save the numbers (CSV)", widget.save_table)
        self.save_picture = self._button("Save the picture (PNG)", widget.save_picture)
        self._box = ipywidgets.VBox([
            *self._arranged(), self.sentence, self.picture, self.details,
            _row([self.save_table, self.save_picture]), self.remark, ipywidgets.HTML(KEEP_KEYS),
        ])
        self._box.add_class(PANEL_CLASS)
        self._match_controls()
        self._draw()
        for control in self.controls.values():
            control.observe(self._chosen, names="value")

    def _arranged(self) -> list[ipywidgets.Widget]:
        """The questions as they stand above the sentence and the picture."""
        return [_row(self.questions.values())]

    def model(self) -> dict:
        """What a notebook needs in order to show the panel."""
        return self._box._repr_mimebundle_()[WIDGET_VIEW]

    def follow(self) -> None:
        """Bring the controls in step with the widget's settings, and draw soon.

        Where an event loop runs, as in a notebook, drawing waits a moment, so that choices which
        have queued up meanwhile are taken first. The last one is then drawn, and once.
        """
        self._match_controls()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._draw()
            return
        loop.call_later(PAUSE_SECONDS, self._draw)

    def _chosen(self, change) -> None:
        if self._matching:
            return
        name = next(name for name, control in self.controls.items() if control is change.owner)
        try:
            answer = self._choices[name].typed(change.new, self._widget.business.format)
            self._widget.choose(**{name: answer})
        except OwnerError as error:
            self._match_controls()
            self.remark.value = _spoken(str(error))

    def _match_controls(self) -> None:
        self._matching = True
        try:
            settings = self._widget.settings
            for name, control in self.controls.items():
                choice = self._choices[name]
                if isinstance(choice, Choice):
                    options = tuple(choice.options(settings))
                    if control.options != options:
                        control.options = options
                control.value = choice.shown(settings[name], self._widget.business.format)
        finally:
            self._matching = False

    def _draw(self) -> None:
        try:
            view = self._widget.current()
        except OwnerError as error:
            self.picture.layout.display = "none"
            self.sentence.value, self.details.value = _spoken(str(error)), ""
        else:
            with self.picture.hold_sync():
                self.picture.value, self.picture.tooltip = view.png, view.alt
            self.picture.layout.display = None
            self.sentence.value = _spoken(view.sentence)
            self.details.value = "".join(_listed(detail) for detail in view.details)
        self.remark.value = _spoken(" ".join(self._widget.remarks))

    def _button(self, label: str, save: Callable[[], Path]) -> ipywidgets.Button:
        button = ipywidgets.Button(description=label, layout={"width": "auto"})
        button.on_click(lambda _: self._report(save))
        return button

    def _report(self, save: Callable[[], Path]) -> None:
        try:
            self.remark.value = _spoken(f"Saved in {save()}")
        except (OSError, OwnerError) as error:
            self.remark.value = _spoken(f"This could not be saved: {error}")


def _control(choice: Question) -> ipywidgets.Widget:
    if isinstance(choice, Slider):
        return ipywidgets.IntSlider(
            min=LOWEST, max=HIGHEST, value=choice.middle, continuous_update=False,
            tooltip=f"{choice.label} {LOWEST}: {choice.low}. {HIGHEST}: {choice.high}.",
            layout={"width": "98%"},
        )
    if isinstance(choice, Words):
        field = ipywidgets.Textarea if choice.long else ipywidgets.Text
        return field(placeholder=choice.placeholder, continuous_update=False,
                     tooltip=choice.label, layout={"width": "98%"})
    if isinstance(choice, Amount):
        return ipywidgets.Text(placeholder=choice.unit, continuous_update=False,
                               tooltip=choice.label, layout={"width": "160px"})
    if isinstance(choice, Day):
        return ipywidgets.DatePicker(tooltip=choice.label, layout={"width": "160px"})
    return ipywidgets.Dropdown(
        description=choice.label, style={"description_width": "initial"},
        layout={"width": "auto", "margin": "2px 16px 2px 2px"},
    )


def _with_words(choice: Question, control: ipywidgets.Widget) -> ipywidgets.Widget:
    """A control as it stands in the panel: its question above, a slider's ends below."""
    if isinstance(choice, Choice):
        return control
    if not isinstance(choice, Slider):
        return _under_its_question(choice, control)
    question, low, high = map(html.escape, (choice.label, choice.low, choice.high))
    ends = (f'<div style="display: flex; justify-content: space-between; gap: 1em; {SMALL}">'
            f'<span>{LOWEST}: {low}</span><span style="text-align: right">{HIGHEST}: {high}</span>'
            "</div>")
    return ipywidgets.VBox(
        [ipywidgets.HTML(f'<div style="line-height: 1.3">{question}</div>'), control,
         ipywidgets.HTML(ends)],
        layout={"width": SLIDER_WIDTH, "margin": "2px 16px 10px 2px"},
    )


def _under_its_question(choice: Words | Amount | Day, control: ipywidgets.Widget):
    unit = f" ({choice.unit})" if isinstance(choice, Amount) and choice.unit else ""
    width = WIDEST if isinstance(choice, Words) else SLIDER_WIDTH
    return ipywidgets.VBox(
        [ipywidgets.HTML(f'<div style="line-height: 1.3">{html.escape(choice.label + unit)}</div>'),
         control],
        layout={"width": width, "margin": "2px 16px 10px 2px"},
    )


def _row(widgets: Iterable[ipywidgets.Widget]) -> ipywidgets.HBox:
    return ipywidgets.HBox(list(widgets), layout={"flex_flow": "row wrap", "max_width": WIDEST})


def _listed(detail: Detail) -> str:
    """A heading and its lines; never markup from the data."""
    lines = "".join(f"<li>{in_markup(line)}</li>" for line in detail.lines)
    return (f'<div style="max-width: {WIDEST}; line-height: 1.45"><strong>'
            f'{in_markup(detail.heading)}</strong><ul style="margin: 0.2em 0 0.8em">{lines}</ul>'
            "</div>")


def _spoken(text: str) -> str:
    """A sentence that a screen reader says when it changes; never markup from the data."""
    style = f"max-width: {WIDEST}; line-height: 1.45; margin: 0.3em 0"
    return f'<p role="status" aria-live="polite" style="{style}">{in_markup(text)}</p>'
