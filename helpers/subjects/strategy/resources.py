"""What would give way first if there were more work: skills, technology, infrastructure."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.dated import day_given, last_time
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined

SKILLS, TECHNOLOGY, INFRASTRUCTURE = "skills", "technology", "infrastructure"
AREAS = (SKILLS, TECHNOLOGY, INFRASTRUCTURE)

LACKING, THREAD, ENOUGH, ROOM = "lacking", "thread", "enough", "room"
NOT_RATED, NOT_NEEDED = "not rated", "not needed"
LEVELS = {
    LACKING: "we lack it", THREAD: "it hangs by a thread", ENOUGH: "enough for today",
    ROOM: "room for a fifth more work",
}
ANSWERS = {NOT_RATED: "not rated", **LEVELS, NOT_NEEDED: "we need none"}
STEPS = {level: step for step, level in enumerate(LEVELS)}


@dataclass(frozen=True)
class Resource:
    """Something that a business runs on: its `area`, a short `label` and a `question`."""

    area: str
    label: str
    question: str


RESOURCES = {
    "craft": Resource(SKILLS, "the craft", "The craft: people who do the work well"),
    "selling": Resource(SKILLS, "selling", "Selling: finding customers, answering, following up"),
    "numbers": Resource(SKILLS, "numbers", "Numbers: prices, books, planning"),
    "stand_in": Resource(SKILLS, "a stand-in",
                         "A stand-in: someone who can take over for a fortnight"),
    "ordering": Resource(TECHNOLOGY, "ordering",
                                    "Orders, bookings and payments"),
    "records": Resource(TECHNOLOGY, "records", "Records: customers, stock, jobs"),
    "backups": Resource(TECHNOLOGY, "back-ups", "Back-ups and passwords, tried out"),
    "space": Resource(INFRASTRUCTURE, "space", "Space to work, store and sell"),
    "tools": Resource(INFRASTRUCTURE, "tools", "Tools, machines and vehicles"),
    "supplies": Resource(INFRASTRUCTURE, "supplies", "Supplies: a second source for what we need"),
}


@dataclass(frozen=True, eq=False, repr=False)
class ResourceAudit(Result):
    """What the business runs on, and whether it would carry a fifth more work.

    Parameters
    ----------
    frame : DataFrame
        Index `resource`, all that are asked about: `area`, `label`, `level` (lacking, thread,
        enough, room, not rated or not needed), `step` (0 lacking to 3 room; NaN where not rated or
        not needed), `before` (last time's level; not rated without one) and `change` in steps.
    dated, dated_before : Timestamp or None
        When the ratings were given, and those before.
    """

    frame: pd.DataFrame
    dated: pd.Timestamp | None
    dated_before: pd.Timestamp | None

    def at(self, *levels: str) -> list[str]:
        """The labels of the resources at these levels, the lowest level first."""
        found = self.frame[self.frame["level"].isin(levels)]
        return found.sort_values("step", kind="stable")["label"].tolist()

    @property
    def rated(self) -> int:
        """Resources rated, without those that are not needed."""
        return int(self.frame["step"].notna().sum())

    @property
    def unrated(self) -> int:
        return int((self.frame["level"] == NOT_RATED).sum())

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these ratings."""
        return ("These are your ratings, and whoever is used to a squeeze no longer feels it. Ask "
                "those who do the work, and look at the busiest week of the year.",)

    def headline(self, format: Format = PLAIN) -> str:
        """What would give way, what would carry more, and what changed since last time."""
        weak, strong = self.at(LACKING, THREAD), self.at(ROOM)
        first = f"With a fifth more work, of {counted(self.rated, 'resource', format)} rated"
        if weak:
            verb = "gives" if len(weak) == 1 else "give"
            text = f"{first}, {joined(weak)} {verb} way first"
        else:
            text = f"{first}, none would give way at once"
        text += f"; {joined(strong)} would carry it." if strong else "; none has room to spare."
        if self.unrated:
            text += f" Not rated yet: {format.number(self.unrated)}."
        return " ".join(filter(None, [text, self._change_words(format)]))

    def _change_words(self, format: Format) -> str:
        change = self.frame["change"].dropna()
        if change.empty:
            return ""
        since = last_time(self.dated_before, format)
        moved = [f"{joined(self.frame.loc[names, 'label'].tolist())} {word}"
                 for word, names in (("better", change.index[change > 0]),
                                     ("worse", change.index[change < 0])) if len(names)]
        return f"Since {since}: {joined(moved)}." if moved else f"Nothing moved since {since}."


def audit_resources(answers: Mapping, *, previous: Mapping | None = None) -> ResourceAudit:
    """Which of our resources would carry a fifth more work, and which give way first?

    Parameters
    ----------
    answers : mapping of str to str
        A level by each name in `RESOURCES` (lacking, thread, enough, room, or not needed); not
        rated where missing. `date`, where given, is the day of the ratings.
    previous : mapping, optional
        The same, from last time.

    Raises
    ------
    NotEnoughData
        Nothing is rated.
    ValueError
        A level is none of the choices.

    Notes
    -----
    Resources as what a firm's advantage rests on: Barney (1991). The ten asked about here, and a
    fifth more work as the test, are this workbook's own.

    Examples
    --------
    >>> audit = audit_resources({"craft": "room", "backups": "lacking", "tools": "thread"})
    >>> audit.at("lacking", "thread"), audit.at("room"), audit.unrated
    (['back-ups', 'tools'], ['the craft'], 7)
    """
    now = _levels(answers)
    before = _levels({} if previous is None else previous)
    steps = now.map(STEPS).astype(float)
    if steps.isna().all():
        raise NotEnoughData("an audit of resources", "nothing rated", "at least one")
    frame = pd.DataFrame({
        "area": {name: resource.area for name, resource in RESOURCES.items()},
        "label": {name: resource.label for name, resource in RESOURCES.items()},
        "level": now, "step": steps, "before": before,
        "change": steps - before.map(STEPS).astype(float),
    })
    return ResourceAudit(frame.rename_axis("resource"), day_given(answers), day_given(previous))


def _levels(answers: Mapping) -> pd.Series:
    levels = pd.Series({name: answers.get(name, NOT_RATED) for name in RESOURCES}, dtype=object)
    wrong = levels[~levels.isin(ANSWERS)]
    if len(wrong):
        raise ValueError(f"{wrong.index[0]} is one of {', '.join(ANSWERS)}; it was "
                         f"{wrong.iloc[0]!r}.")
    return levels
