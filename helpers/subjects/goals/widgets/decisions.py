"""The decision widget: what was decided, why, what is expected, and when to look again."""

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from helpers.charts.style import HouseFigure, stacked_axes
from helpers.core.business import Business
from helpers.core.problems import OwnerError
from helpers.subjects.customers.selection import last_day
from helpers.subjects.goals.charts.decisions import decisions_chart, decisions_height
from helpers.subjects.goals.decisions import ASKED, OUTCOME, DecisionLog, decision_log
from helpers.widgets.base import AnalysisWidget, Detail, Settings
from helpers.widgets.questions import Choice, Day, Words

SECTION, LOG = "decisions", "log"
ENTRY, NEW = "entry", "new"
FIELDS = (*ASKED, OUTCOME)
LETTERS = 40


def decisions_view(business: Business, settings: Settings) -> DecisionLog:
    """The log of decisions as it stands in the answers, as of the last day in the data.

    Parameters
    ----------
    business : Business
        Whose orders, or subscriptions, say how far the data go.
    settings : mapping
        The section `decisions` of the answers: under `log`, a list with `what`, `decided`,
        `evidence`, `expect`, `look_again` and `outcome` of each.

    Examples
    --------
    >>> from helpers import open_business
    >>> log = decisions_view(open_business("bakery"), {"log": [
    ...     {"what": "Bake 8 more loaves on Saturdays", "look_again": "2025-10-01"}]})
    >>> log.frame.loc[1, "state"]
    'time to look'
    """
    return decision_log(entries_of(settings), as_of=_as_of(business))


def entries_of(settings: Mapping) -> list[dict]:
    """The decisions kept in the answers; what is none of them is left out."""
    kept = settings.get(LOG) if isinstance(settings, Mapping) else None
    if not isinstance(kept, list):
        return []
    return [dict(entry) for entry in kept if isinstance(entry, Mapping)]


class DecisionWidget(AnalysisWidget):
    """A log of decisions to write in: one at a time, all of them in the picture.

    Parameters
    ----------
    business : Business
        Whose decisions they are; the log is kept in its answers.

    Examples
    --------
    >>> from helpers import open_business
    >>> [asked.name for asked in DecisionWidget(open_business("saas")).choices()][:3]
    ['entry', 'what', 'decided']
    """

    section = SECTION

    def __init__(self, business: Business):
        self._entries: list[dict] = []
        super().__init__(business)

    def choices(self) -> list[Choice | Words | Day]:
        """Which decision, and what there is to say of it."""
        return [
            Choice(ENTRY, "Decision", lambda _: self._entries_to_choose()),
            Words("what", "What did you decide?", "Bake 8 more sourdough loaves on Saturdays"),
            Day("decided", "On which day?"),
            Words("evidence", "On what evidence?", "Sold out by noon on 5 of 6 Saturdays", True),
            Words("expect", "What do you expect of it?", "6 of the 8 sold, on average", True),
            Day("look_again", "When will you look again?"),
            Words("outcome", "What came of it? (leave open until then)", "", True),
        ]

    def choose(self, **values) -> None:
        """Set choices from code, as the controls do; another decision brings its own answers."""
        entry = values.pop(ENTRY, self._settings[ENTRY])
        if entry != self._settings[ENTRY]:
            self._settings = self._checked({ENTRY: entry, **self._answers(entry)})
        if values:
            super().choose(**values)
        elif "panel" in self.__dict__:
            self.panel.follow()

    def view(self, settings: Settings) -> DecisionLog:
        log = decision_log(self._entries, as_of=_as_of(self.business))
        if log.frame.empty:
            raise OwnerError("No decision is written down yet. Begin with what you decided.")
        return log

    def draw(self, result: DecisionLog, settings: Settings, figure: HouseFigure) -> None:
        (ax,) = stacked_axes(figure, [decisions_height(result)])
        decisions_chart(result, ax=ax, format=self.business.format)

    def details(self, result: DecisionLog, settings: Settings) -> list[Detail]:
        due = [f"“{row['what']}”. Expected: {row['expect'] or 'nothing was written down'}"
               for _, row in result.due.iterrows()]
        open_ = [f"“{row['what']}”: {row['missing']}" for _, row in result.frame.iterrows()
                 if row["missing"]]
        return [Detail(heading, lines) for heading, lines in (
            ("Time to look again", due), ("Not yet written down", open_)) if lines]

    def table(self, result: DecisionLog, settings: Settings) -> pd.DataFrame:
        return result.frame.reset_index()

    def _entries_to_choose(self) -> list[tuple[str, str]]:
        """A new one first, then those written down, the newest first."""
        kept = [(f"{number}: {_shortened(entry.get('what'))}", str(number))
                for number, entry in enumerate(self._entries, start=1)]
        return [("a new one", NEW), *reversed(kept)]

    def _answers(self, entry: str) -> dict:
        """What is written down of a decision; everything open for a new one."""
        number = int(entry) - 1 if str(entry).isdecimal() else len(self._entries)
        said = self._entries[number] if 0 <= number < len(self._entries) else {}
        fields = [asked for asked in self.choices() if asked.name != ENTRY]
        read = {asked.name: asked.read(said.get(asked.name)) for asked in fields}
        return {asked.name: read[asked.name] if asked.allows(read[asked.name], {})
                else asked.default({}) for asked in fields}

    def _restored(self) -> dict:
        self._entries = entries_of(self._saved_answers())
        return {ENTRY: NEW, **self._answers(NEW)}

    def _remember(self) -> None:
        self._write_down()
        try:
            self.business.answers.save(self.section, {LOG: self._entries})
        except (OSError, OwnerError) as error:
            self.remarks = [f"Your decision could not be saved: {error}"]

    def _write_down(self) -> None:
        """Put what is chosen into the log; a new decision gets its number once it is named."""
        said = {name: self._settings[name] for name in FIELDS if self._settings[name]}
        if self._settings[ENTRY] != NEW:
            place = int(self._settings[ENTRY]) - 1
            others = {name: value for name, value in self._entries[place].items()
                      if name not in FIELDS}
            self._entries[place] = said | others
        elif "what" in said:
            self._entries.append(said)
            self._settings[ENTRY] = str(len(self._entries))


def _as_of(business: Business) -> pd.Timestamp:
    """The last day in the data; today for a business without any."""
    tables = {name: business.get(name) for name in ("orders", "subscriptions")}
    if all(table is None for table in tables.values()):
        return pd.Timestamp(dt.date.today())
    return last_day(**tables)


def _shortened(text) -> str:
    words = " ".join(str(text or "").split())
    return words if len(words) <= LETTERS else f"{words[:LETTERS - 1]}…"
