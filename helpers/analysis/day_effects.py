"""What weekdays, weather and events do to a day's sales, all else equal."""

import warnings
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.optimize import nnls
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from helpers.analysis.intervals import student_reach
from helpers.analysis.open_days import FEWEST_OF_A_KIND, open_days
from helpers.analysis.periods import WEEKDAYS
from helpers.analysis.result import Result
from helpers.analysis.wording import counted, share
from helpers.formats import PLAIN, Format
from helpers.problems import NotEnoughData

QUESTION = "the effects of weekday, weather and events"
FEWEST_DAYS = 28
FEWEST_FOR_A_LEVEL = 10
FEWEST_TO_SPARE = 14  # days beyond the number of coefficients
WET_FROM = 1.0  # millimetres: a wet day of the World Meteorological Organization
DEGREES = 10
INDEX = ["kind", "name"]
MOSTLY_KNOWN = 0.5
NO_NEWS = 1e-8
MOST_DAYS = (0.1, 0.9)  # the days between: eight of ten
EIGHT_OF_TEN = 1.2816 / 1.96  # of the reach of a 95% interval
LEAST = 0.01  # of what the effects say; a day without a sale has no logarithm
LEVEL, WEEKDAY, EVENT, WEATHER = "month", "weekday", "event", "weather"
WARMER, WET = "10 degrees warmer", "a wet day"
AGAINST = {
    WEEKDAY: "an average day of the week",
    EVENT: "a day of the same month and weekday without an event",
    WARMER: "a day of the same month and weekday",
    WET: "a dry day of the same month and weekday",
}
NO_WEATHER = "days of which the weather is not known"
RARE = "days of events too rare to judge"
NO_SALES = "days of months in which nothing was sold"


@dataclass(frozen=True, eq=False, repr=False)
class Effects(Result):
    """How many times as much is sold on a kind of day, all else equal.

    Parameters
    ----------
    frame : DataFrame
        Index (`kind`, `name`): weekdays, events, and under `weather` “10 degrees warmer” and “a wet
        day”. `ratio` (1 is no effect) with `lower`, `upper` (95%), `days` (of that kind; for
        temperature all) and `against` (what it is compared with).
    left_out : dict of str to str
        Effects that cannot be told, and why.
    days : int
        Open days the effects were found on.
    typical_miss : float
        How far days lie from what the effects say of them, as a share of sales.
    strays : tuple of float
        Sales against what the effects say, on the lowest and the highest of ten days.
    level_month : str
        The last month with enough open days to tell its level.
    usual_temperature : float
        The mean of the last month's open days; NaN where temperature plays no part.
    wet_share : float
        The share of open days that were wet; NaN where rain plays no part.
    wet_from : float
        Millimetres of rain that make a day wet.
    measure : str
        `revenue` or `units`.
    set_aside : dict of str to int
        Order lines and days left out, by reason.
    coefficients : Series
        Of the regression, logs; months are its levels.
    covariances : tuple of array
        Of the coefficients: robust, and by the variance that days of such sales have. The greater
        of the two counts.
    degrees_of_freedom : int
        Days beyond the number of coefficients.
    """

    frame: pd.DataFrame
    left_out: dict[str, str]
    days: int
    typical_miss: float
    strays: tuple[float, float]
    level_month: str
    usual_temperature: float
    wet_share: float
    wet_from: float
    measure: str
    set_aside: dict[str, int]
    coefficients: pd.Series
    covariances: tuple[np.ndarray, np.ndarray]
    degrees_of_freedom: int

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        return (
            "These are sales, not what was wanted: where shelves are empty by noon on busy days, "
            "busy days were busier than this says.",
            "Two things that always come together, such as a fair and a sale of your own, cannot "
            "be told apart.",
        )

    @cached_property
    def _events(self) -> dict[str, str]:
        """The events judged, as they are spelled in `frame`, by their letters in any case."""
        return {name.casefold(): name for kind, name in self.frame.index if kind == EVENT}

    def knows(self, event: str) -> bool:
        """Whether the event, in capitals or not, could be judged."""
        return event.casefold() in self._events

    def on_day(self, weekday: str, *, event: str | None = None, temperature: float | None = None,
               rain: float | None = None) -> pd.Series:
        """What is sold on average on such a day, at the level of `level_month`.

        Parameters
        ----------
        weekday : str
            Such as `Saturday`.
        event : str, optional
            One of those in `frame`.
        temperature : float, optional
            Degrees; by default `usual_temperature`.
        rain : float, optional
            Millimetres; by default dry, and where NaN as often wet as usual.

        Returns
        -------
        Series
            `expected`, `lower`, `upper` (95%, of the average of such days), and `low`, `high`
            (which hold eight of ten single days).

        Raises
        ------
        ValueError
            Where the weekday or the event is none of those that could be judged.
        """
        weekday = weekday.capitalize()
        if (WEEKDAY, weekday) not in self.frame.index:
            raise ValueError(f"There is no effect of {weekday!r}; there are: "
                             f"{', '.join(self.frame.loc[WEEKDAY].index)}.")
        if event and not self.knows(event):
            raise ValueError(f"There is no effect of the event {event!r}.")
        day = pd.DataFrame({
            "weekday": [WEEKDAYS.index(weekday.lower())], "event": [event or ""],
            "temperature": [self.usual_temperature if temperature is None else temperature],
            "rain": [rain or 0.0],
        })
        levels = self.coefficients.index.get_level_values("kind") == LEVEL
        contrast = np.zeros(len(levels))
        contrast[self.coefficients.index.get_loc((LEVEL, self.level_month))] = 1.0
        contrast[~levels] = self._columns(day)[0]
        middle = float(contrast @ self.coefficients.to_numpy())
        reach = reach_of(contrast, self.covariances, self.degrees_of_freedom)
        low, high = (np.sign(edge) * np.hypot(edge, reach * EIGHT_OF_TEN)
                     for edge in np.log(self.strays))
        return pd.Series(np.exp([middle, middle - reach, middle + reach, middle + low,
                                 middle + high]),
                         ["expected", "lower", "upper", "low", "high"])

    def multiplier(self, days: pd.DataFrame) -> np.ndarray:
        """How many times as much such days sell, one against another.

        Parameters
        ----------
        days : DataFrame
            `weekday` (0 is Monday), `event`, `temperature`, `rain`; what is not known, or could not
            be judged, makes no difference.
        """
        levels = self.coefficients.index.get_level_values("kind") == LEVEL
        return np.exp(self._columns(days) @ self.coefficients[~levels].to_numpy())

    def headline(self, format: Format = PLAIN) -> str:
        """The strongest weekday, the rain, the temperature and the strongest event."""
        weekdays = self.frame.loc[[WEEKDAY]].sort_values("ratio").droplevel(0)
        best = weekdays.iloc[-1]
        said = [f"at the same time of year, {best.name} sells {_changed(best, format)} than an "
                "average day of the week"]
        if (WEATHER, WET) in self.frame.index:
            said.append(f"a wet day sells {_changed(self.frame.loc[(WEATHER, WET)], format)} than "
                        "a dry one")
        if (WEATHER, WARMER) in self.frame.index:
            said.append("a day 10 degrees warmer sells "
                        f"{_changed(self.frame.loc[(WEATHER, WARMER)], format)}")
        if EVENT in self.frame.index:
            events = self.frame.loc[EVENT]
            event = events.loc[np.log(events["ratio"]).abs().idxmax()]
            said.append(f"{event.name} sells {_changed(event, format)} than a day without an event")
        text = "; ".join(said)
        return f"{text[0].upper()}{text[1:]}."

    def _columns(self, days: pd.DataFrame) -> np.ndarray:
        """Days × effects, the levels left out; the weather is as usual where not known."""
        spelled = days["event"].map(lambda event: self._events.get(event.casefold(), event))
        columns = effect_columns(days.assign(event=spelled), self.wet_from)
        usual = {WARMER: self.usual_temperature / DEGREES, WET: self.wet_share}
        known = [(columns.get(name, np.zeros(len(days))), usual.get(name[1], 0.0))
                 for name in self.coefficients.index if name[0] != LEVEL]
        return np.column_stack([np.where(np.isnan(column), fill, column)
                                for column, fill in known])


def effects(
    orders: pd.DataFrame, context: pd.DataFrame | None = None, *, measure: str = "revenue",
    product_id: str | None = None, wet_from: float = WET_FROM, as_of=None,
) -> Effects:
    """What do weekdays, weather and events do to a day's sales?

    Every open day is compared with others of the same month of the same year, so that neither
    growth nor the season nor a price list that changes with a month passes for an effect; and each
    effect is told with the others held fixed. Refunds are not counted, closed days left out.

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `quantity`, and for revenue `unit_price` and where there is one `discount`.
    context : DataFrame, optional
        The table `daily_context`: `date`, `open`, and where known `event`, `temperature` (degrees
        Celsius), `rain` (millimetres). Without it only weekdays can be told.
    measure : str
        `revenue` or `units`.
    product_id : str, optional
        By default all products together.
    wet_from : float
        Millimetres of rain that make a day wet.
    as_of : date, optional
        The last day to look at; by default the last date in `orders`.

    Returns
    -------
    Effects

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        With fewer than 28 open days, or fewer than 14 more than there are effects and months; an
        effect with fewer than three days of its kind is `left_out`.
    ValueError
        Where `measure` is none of the choices.

    Notes
    -----
    Poisson regression by quasi-likelihood, which needs no more than that the mean is right
    (Gourieroux, Monfort and Trognon, 1984), so that amounts of money will do; a level for each
    month. Errors are robust to days that resemble those before them (Newey and West, 1987, with the
    lags of 1994). For kinds of day that are few these are too small, since such days are fitted too
    well; there the variance of all days as a function of their mean takes over: a part that grows
    with it and one that grows with its square. A weekday is told against the mean of all weekdays.

    Examples
    --------
    >>> days = pd.date_range("2025-03-03", periods=56)
    >>> sold = [8, 9, 8, 10, 12, 20, 10, 9, 8, 7, 11, 11, 21, 11] * 4
    >>> found = effects(pd.DataFrame({"order_date": days, "quantity": sold}), measure="units")
    >>> found.frame.loc[("weekday", "Saturday"), ["ratio", "lower", "upper"]].round(1).tolist()
    [1.9, 1.8, 1.9]
    """
    days = open_days(orders, context, question=QUESTION, measure=measure, product_id=product_id,
                     as_of=as_of)
    frame, set_aside, left_out = _usable(days.frame, dict(days.set_aside))
    columns = effect_columns(frame, wet_from)
    names, design = _design(frame, columns, left_out)
    spare = len(frame) - design.shape[1]
    if len(frame) < FEWEST_DAYS or spare < FEWEST_TO_SPARE:
        raise NotEnoughData(
            QUESTION, f"{counted(len(frame), 'usable open day', PLAIN)}",
            f"at least {max(FEWEST_DAYS, design.shape[1] + FEWEST_TO_SPARE)}")
    sales = frame["sales"].to_numpy()
    with warnings.catch_warnings():  # where nothing is left to chance, the ratios are right still
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        fit = GLM(sales, design, family=Poisson()).fit(
            cov_type="HAC", cov_kwds={"maxlags": _lags(len(frame)), "use_correction": True})
    covariances = (fit.cov_params(), usual_covariance(design, sales, fit.mu, spare))
    coefficients = pd.Series(fit.params, pd.MultiIndex.from_tuples(names, names=INDEX))
    last_month = frame[frame.index.to_period("M") == frame.index[-1].to_period("M")]
    return Effects(
        frame=_ratios(names, fit.params, covariances, spare, columns), left_out=left_out,
        days=len(frame), typical_miss=float(np.abs(sales - fit.mu).sum() / sales.sum()),
        strays=_strays(sales / fit.mu), level_month=_level_month(frame),
        usual_temperature=float(last_month["temperature"].mean()),
        wet_share=float(columns[(WEATHER, WET)].mean()), wet_from=wet_from, measure=measure,
        set_aside=set_aside, coefficients=coefficients, covariances=covariances,
        degrees_of_freedom=spare,
    )


def effect_columns(days: pd.DataFrame, wet_from: float) -> dict[tuple[str, str], np.ndarray]:
    """A column for each effect by kind and name: 0 or 1, and degrees in tens."""
    weekdays, events = days["weekday"].to_numpy(), days["event"].to_numpy()
    rain = days["rain"].to_numpy(dtype=float)
    columns = {(WEEKDAY, WEEKDAYS[weekday].capitalize()): weekdays == weekday
               for weekday in range(7)}
    columns |= {(EVENT, event): events == event for event in sorted(set(events) - {""})}
    columns[(WEATHER, WARMER)] = days["temperature"].to_numpy(dtype=float) / DEGREES
    columns[(WEATHER, WET)] = np.where(np.isnan(rain), np.nan, rain >= wet_from)
    return {name: column.astype(float) for name, column in columns.items()}


def reach_of(contrast: np.ndarray, covariances, degrees_of_freedom: int) -> float:
    """Half the width of a contrast's 95% interval, by the covariance that makes it wider."""
    error = np.sqrt(max(contrast @ covariance @ contrast for covariance in covariances))
    return float(student_reach(error, degrees_of_freedom))


def _usable(days: pd.DataFrame, set_aside: dict[str, int]) -> tuple[pd.DataFrame, dict, dict]:
    """Days of which enough is known, of kinds that came often enough; and what is left out."""
    left_out = {}
    days = days.copy()
    for column, name in (("temperature", WARMER), ("rain", WET)):
        known = days[column].notna()
        if known.mean() < MOSTLY_KNOWN:
            left_out[name] = f"{column} is known of fewer than half of the open days"
            days[column] = np.nan
    known = days[[column for column in ("temperature", "rain") if days[column].notna().any()]]
    days = _drop(days, known.isna().any(axis=1), NO_WEATHER, set_aside)
    rare = _rare(days, "event", left_out)
    days = _drop(days, days["event"].isin(rare), RARE, set_aside)
    rare = _rare(days, "weekday", left_out)
    days = _drop(days, days["weekday"].isin(rare),
                 f"days of weekdays open fewer than {FEWEST_OF_A_KIND} times, or without sales",
                 set_aside)
    by_month = days.groupby(days.index.to_period("M"))["sales"].transform("sum")
    return _drop(days, by_month == 0, NO_SALES, set_aside), set_aside, left_out


def _rare(days: pd.DataFrame, column: str, left_out: dict[str, str]) -> list:
    """Events or weekdays with too few days, or none that sold anything."""
    kinds = days[days[column] != ""].groupby(column)["sales"].agg(["size", "sum"])
    rare = kinds[(kinds["size"] < FEWEST_OF_A_KIND) | (kinds["sum"] == 0)]
    for kind, row in rare.iterrows():
        name = kind if column == "event" else WEEKDAYS[kind].capitalize()
        left_out[name] = (
            f"it needs at least {FEWEST_OF_A_KIND} open days; there "
            f"{'is' if row['size'] == 1 else 'are'} {row['size']:.0f}"
            if row["size"] < FEWEST_OF_A_KIND else "nothing was sold on such a day")
    return list(rare.index)


def _drop(days: pd.DataFrame, which: pd.Series, reason: str, set_aside: dict) -> pd.DataFrame:
    if which.any():
        set_aside[reason] = int(which.sum())
    return days[~which]


def _design(
    days: pd.DataFrame, columns: dict[tuple[str, str], np.ndarray], left_out: dict[str, str]
) -> tuple[list[tuple[str, str]], np.ndarray]:
    """Months and effects, without those that nothing tells from the ones before them."""
    months = pd.get_dummies(days.index.to_period("M"), dtype=float)
    names = [(LEVEL, str(month)) for month in months]
    design = months.to_numpy()
    weekdays = [name for name, column in columns.items() if name[0] == WEEKDAY and column.any()]
    for name, column in columns.items():
        if np.isnan(column).any() or (name[0] == WEEKDAY and name not in weekdays[1:]):
            continue  # the first weekday is in the level
        if name[1] == WET and min(column.sum(), (1 - column).sum()) < FEWEST_OF_A_KIND:
            left_out[WET] = f"it needs at least {FEWEST_OF_A_KIND} wet days and as many dry ones"
            continue
        rest = column - design @ np.linalg.lstsq(design, column)[0]
        if rest @ rest <= NO_NEWS * (column @ column):
            left_out[name[1]] = "nothing tells it from the month, the weekday or another event"
            continue
        names, design = [*names, name], np.column_stack([design, column])
    return names, design


def _level_month(days: pd.DataFrame) -> str:
    """The last month with ten open days or more; where there is none, the last."""
    counts = days.groupby(days.index.to_period("M")).size()
    enough = counts[counts >= FEWEST_FOR_A_LEVEL]
    return str((counts if enough.empty else enough).index[-1])


def _strays(ratios: np.ndarray) -> tuple[float, float]:
    """The bounds of eight days of ten, on either side of 1."""
    low, high = np.quantile(ratios, MOST_DAYS)
    return float(np.clip(low, LEAST, 1)), float(max(high, 1))


def _lags(days: int) -> int:
    """Newey and West's rule of thumb (1994)."""
    return int(4 * (days / 100) ** (2 / 9))


def usual_covariance(design, sales, fitted, spare: int) -> np.ndarray:
    """The covariance where a day's variance is a function of its mean, found from all days."""
    squares = (sales - fitted) ** 2 * len(sales) / spare
    parts, _ = nnls(np.column_stack([np.ones(len(fitted)), fitted]), squares / fitted)
    variance = parts[0] * fitted + parts[1] * fitted**2
    bread = np.linalg.inv(design.T @ (fitted[:, None] * design))
    return bread @ (design.T @ (variance[:, None] * design)) @ bread


def _ratios(names, coefficients, covariances, spare: int, columns) -> pd.DataFrame:
    """Each effect as a multiple, with its interval; a weekday against the mean of them all."""
    place = {name: number for number, name in enumerate(names)}
    weekdays = [name for name, column in columns.items() if name[0] == WEEKDAY and column.any()]
    logs = np.array([coefficients[place[day]] if day in place else 0.0 for day in weekdays])
    average = np.zeros(len(names))
    for day, part in zip(weekdays, np.exp(logs) / np.exp(logs).sum()):
        if day in place:
            average[place[day]] = part
    rows = {}
    for name in [*weekdays, *(name for name in names if name[0] in (EVENT, WEATHER))]:
        contrast = np.zeros(len(names))
        if name in place:
            contrast[place[name]] = 1.0
        middle = contrast @ coefficients
        if name[0] == WEEKDAY:
            contrast, middle = contrast - average, middle - np.log(np.exp(logs).mean())
        reach = reach_of(contrast, covariances, spare)
        column = columns[name]
        of_kind = len(column) if name[1] == WARMER else int(column.sum())
        rows[name] = (*np.exp([middle, middle - reach, middle + reach]), of_kind,
                      AGAINST.get(name[1]) or AGAINST[name[0]])
    return pd.DataFrame(
        rows.values(), pd.MultiIndex.from_tuples(rows, names=INDEX),
        ["ratio", "lower", "upper", "days", "against"])


def _changed(row: pd.Series, format: Format) -> str:
    """`45% more (likely 40% to 50%)`, `12% less (…)`; where it may be none, that is said."""
    ratio, ends = row["ratio"], sorted([row["lower"], row["upper"]])
    word = "more" if ratio >= 1 else "less"
    if ends[0] <= 1 <= ends[1]:
        low, high = (f"{share(abs(end - 1), format)} {'more' if end > 1 else 'less'}"
                     for end in ends)
        return f"{share(abs(ratio - 1), format)} {word} (likely {low} to {high})"
    low, high = sorted(abs(end - 1) for end in ends)
    return (f"{share(abs(ratio - 1), format)} {word} (likely {share(low, format)} to "
            f"{share(high, format)})")
