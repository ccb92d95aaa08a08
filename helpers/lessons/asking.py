"""An exercise in a lesson: answered by clicking where someone is there, else a still question."""

import html
from dataclasses import dataclass
from functools import cached_property

from IPython.display import display
from markdown_it import MarkdownIt

from helpers.core.interactive import is_interactive
from helpers.lessons.questions import Choice, Exercise, find, plain

HOW = "Open this lesson in JupyterLab or in the app to answer."


def exercise(number: str, **about) -> None:
    """Ask one exercise; its answer explains itself at once.

    Parameters
    ----------
    number : str
        The exercise: "2.5.1" is the first of lesson 2.5.
    **about
        What its answer is worked out from: a result, the business.

    Examples
    --------
    >>> exercise("2.5.1")
    Exercise 1. In the plumber's table, the February cohort has a dash at age 2. What does it mean?
    A. The February customers have left for another plumber
    B. Nobody from February called in April
    C. April had not ended when the list was made
    """
    display(Asked(find(number, about)))


@dataclass(frozen=True)
class Asked:
    """A question as it is shown."""

    exercise: Exercise

    @cached_property
    def question(self) -> str:
        """What is asked, in Markdown."""
        return f"**Exercise {self.exercise.number.rpartition('.')[2]}.** {self.exercise.ask}"

    @cached_property
    def panel(self):
        """The live question, made when first shown."""
        from helpers.lessons.clicking import panel

        return panel(self.exercise, in_html(self.question))

    def __repr__(self) -> str:
        lines = self.exercise.lettered if isinstance(self.exercise, Choice) else []
        return plain("\n".join([self.question, *lines]))

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        still = {"text/plain": repr(self), "text/html": self._markup()}
        return self.panel._repr_mimebundle_() | still if is_interactive() else still

    def _markup(self) -> str:
        choices = self.exercise.lettered if isinstance(self.exercise, Choice) else []
        listed = "".join(f"<li>{in_html(choice, inline=True)}</li>" for choice in choices)
        return (f'<div class="exercise">{in_html(self.question)}'
                + (f'<ul style="list-style: none">{listed}</ul>' if listed else "")
                + f"<p><small>{html.escape(HOW)}</small></p></div>")


def in_html(text: str, *, inline: bool = False) -> str:
    """Markdown as HTML; markup in it stays text."""
    markdown = MarkdownIt("commonmark", {"html": False})
    return markdown.renderInline(text) if inline else markdown.render(text)
