"""Where are we ahead of our rivals, and where behind, in the eyes of those who choose?"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.dated import day_given
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined

MOST_RIVALS = 3

CRITERIA = {
    "price": "price for what you get",
    "quality": "quality of the goods or the work",
    "service": "service: friendly, quick, keeps its word",
    "ease": "ease: near, open, simple to book or order",
    "choice": "choice: people find what they need",
}
BETTER, ALIKE, WORSE, NOT_RATED = "better", "alike", "worse", "not rated"
RATINGS = {NOT_RATED: "not rated", BETTER: "we are better", ALIKE: "about alike",
           WORSE: "they are better"}
GUESS, SEEN, TOLD = "guess", "seen", "told"
BASES = {GUESS: "a guess", SEEN: "I have been there and looked", TOLD: "customers have told me"}
MATTERS = ("matters_most", "matters_next")
NOT_SAID = "not said"

AHEAD, BEHIND, LEVEL, MIXED, UNKNOWN = "ahead", "behind", "level", "mixed", "not known"


@dataclass(frozen=True, eq=False, repr=False)
class RivalComparison(Result):
    """We and up to three rivals, criterion by criterion, by the owner's ratings.

    Parameters
    ----------
    frame : DataFrame
        Index `criterion`, what matters most to customers first: `label`, `matters` (1 most, 2 next,
        NaN not said), `better`, `alike` and `worse` (rivals against whom we are), `standing`
        (ahead: better than some and worse than none; behind: the other way round; mixed, level or
        not known) and `guesses` (ratings that are one).
    grid : DataFrame
        Criteria × rivals: better, alike, worse or not rated, as we are against each.
    bases : dict of str to str
        Rival by rival, what the ratings rest on: guess, seen or told.
    moved : DataFrame
        Ratings that differ from last time: `rival`, `criterion`, `before`, `now`.
    dated, dated_before : Timestamp or None
        When the ratings were given, and those before.
    """

    frame: pd.DataFrame
    grid: pd.DataFrame
    bases: dict[str, str]
    moved: pd.DataFrame
    dated: pd.Timestamp | None
    dated_before: pd.Timestamp | None

    @property
    def rivals(self) -> list[str]:
        """Their names."""
        return self.grid.columns.tolist()

    def standing(self, which: str) -> list[str]:
        """The criteria on which we stand so, what matters most first."""
        return self.frame.index[self.frame["standing"] == which].tolist()

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these ratings."""
        return ("These are your ratings. Owners tend to rate themselves kindly: ask a few "
                "customers to fill in the same grid, without seeing yours.",)

    def headline(self, format: Format = PLAIN) -> str:
        """Where we are ahead, where behind, what matters most, and how much of it is guessed."""
        parts = [f"{word} on {joined(names)}" for word in (AHEAD, BEHIND)
                 if (names := self.standing(word))]
        against = f"Against {joined(self.rivals)}"
        said = f"{against} we are {joined(parts)}" if parts else f"{against} nothing stands out"
        return " ".join(filter(None, [
            f"{said}.", self._matters_words(), self._guess_words(format),
            self._moved_words(format)]))

    def _matters_words(self) -> str:
        most = self.frame.index[self.frame["matters"] == 1]
        if most.empty:
            return ""
        standing = {
            AHEAD: "there we are ahead", BEHIND: "there we are behind", LEVEL: "there we are level",
            MIXED: "there we are ahead of some and behind others", UNKNOWN: "it is not rated yet",
        }[self.frame.loc[most[0], "standing"]]
        return f"{most[0].capitalize()} matters most to customers: {standing}."

    def _guess_words(self, format: Format) -> str:
        guesses = int(self.frame["guesses"].sum())
        rated = int(self.frame[[BETTER, ALIKE, WORSE]].to_numpy().sum())
        if not guesses:
            return ""
        if guesses == rated:
            return "All of it is guessed so far."
        verb = "is a guess" if guesses == 1 else "are guesses"
        return f"{format.number(guesses)} of {counted(rated, 'rating', format)} {verb}."

    def _moved_words(self, format: Format) -> str:
        if self.dated_before is None:
            return ""
        since = format.date(self.dated_before)
        if self.moved.empty:
            return f"Nothing moved since {since}."
        return (f"{counted(len(self.moved), 'rating', format)} moved since {since}.")


def compare_rivals(answers: Mapping, *, previous: Mapping | None = None) -> RivalComparison:
    """Where are we ahead of our rivals and where behind, and does it matter to customers?

    Parameters
    ----------
    answers : mapping
        `rival_1` to `rival_3` (names); `rival_1_price` and so on for each criterion (better, alike,
        worse or not rated, as we are); `rival_1_basis` (guess, seen or told); `matters_most` and
        `matters_next` (criteria); `date`, where given. A rival without a rating does not count.
    previous : mapping, optional
        The same, from last time; rivals are told by their names.

    Raises
    ------
    NotEnoughData
        No rival is rated.
    ValueError
        A rating, basis or criterion is none of the choices.

    Notes
    -----
    A plain form of the strategic group comparison and the perceptual grid of marketing (Porter,
    1980; Aaker and Moorman, Strategic Market Management). Ratings are by order only and nothing is
    added up, for no number of small leads makes up for what matters most.

    Examples
    --------
    >>> found = compare_rivals({"rival_1": "The chain", "rival_1_price": "worse",
    ...                         "rival_1_quality": "better", "matters_most": "quality"})
    >>> found.standing("ahead"), found.standing("behind")
    (['quality'], ['price'])
    """
    rated = _rated(answers)
    if not rated:
        raise NotEnoughData("a comparison with rivals", "no rival rated", "at least one")
    bases = {number: _one_of(BASES, answers.get(f"rival_{number}_basis", GUESS))
             for number in rated}
    names = _names(rated, answers)
    grid = pd.DataFrame({names[number]: ratings for number, ratings in rated.items()})
    frame = pd.DataFrame({
        "label": CRITERIA, "matters": _matters(answers),
        **{word: (grid == word).sum(axis=1) for word in (BETTER, ALIKE, WORSE)},
    })
    frame["standing"] = [_standing(row) for _, row in frame.iterrows()]
    guessed = [names[number] for number, basis in bases.items() if basis == GUESS]
    frame["guesses"] = (grid[guessed] != NOT_RATED).sum(axis=1)
    order = frame["matters"].sort_values(kind="stable").index
    return RivalComparison(
        frame.loc[order].rename_axis("criterion"), grid.loc[order].rename_axis("criterion"),
        {names[number]: basis for number, basis in bases.items()},
        _moved(grid, {} if previous is None else previous), day_given(answers), day_given(previous),
    )


def _rated(answers: Mapping) -> dict[int, dict[str, str]]:
    """Each rival's ratings by criterion, of rivals that have any."""
    every = {
        number: {criterion: _one_of(RATINGS, answers.get(f"rival_{number}_{criterion}", NOT_RATED))
                 for criterion in CRITERIA}
        for number in range(1, MOST_RIVALS + 1)
    }
    return {number: ratings for number, ratings in every.items()
            if set(ratings.values()) != {NOT_RATED}}


def _names(numbers, answers: Mapping) -> dict[int, str]:
    """What each rival is called; a name that stands twice gets its number."""
    given = {number: str(answers.get(f"rival_{number}") or "").strip() for number in numbers}
    return {number: name if name and list(given.values()).count(name) == 1
            else f"{name or 'Rival'} {number}" for number, name in given.items()}


def _one_of(choices: Mapping, value) -> str:
    if value not in choices:
        raise ValueError(f"It is one of {', '.join(choices)}; it was {value!r}.")
    return value


def _matters(answers: Mapping) -> pd.Series:
    places = pd.Series(float("nan"), index=list(CRITERIA))
    for place, name in reversed(list(enumerate(MATTERS, start=1))):
        criterion = answers.get(name, NOT_SAID)
        if criterion != NOT_SAID:
            places[_one_of(CRITERIA, criterion)] = place
    return places


def _standing(row: Mapping) -> str:
    if row[BETTER] and row[WORSE]:
        return MIXED
    if row[BETTER] or row[WORSE]:
        return AHEAD if row[BETTER] else BEHIND
    return LEVEL if row[ALIKE] else UNKNOWN


def _moved(grid: pd.DataFrame, previous: Mapping) -> pd.DataFrame:
    rated = _rated(previous)
    names = _names(rated, previous)
    before = pd.DataFrame({names[number]: ratings for number, ratings in rated.items()})
    rows = [
        {"rival": rival, "criterion": criterion, "before": before.loc[criterion, rival],
         "now": grid.loc[criterion, rival]}
        for rival in grid.columns.intersection(before.columns) for criterion in grid.index
        if before.loc[criterion, rival] != grid.loc[criterion, rival]
    ]
    return pd.DataFrame(rows, columns=["rival", "criterion", "before", "now"])
