"""Words that sound like a goal and cannot be checked, unless a figure stands beside them."""

import re

# How much, without saying how much.
AMOUNTS = (
    "a lot", "a bit", "a few", "as many as possible", "as much as possible", "bigger", "boost",
    "cut", "decrease", "double down", "enough", "expand", "fewer", "greater", "grow", "growth",
    "higher", "increase", "larger", "less", "lots", "lower", "many", "maximise", "maximize",
    "minimise", "minimize", "more", "much", "raise", "reduce", "scale up", "several", "significant",
    "significantly", "some", "substantial", "substantially",
)

# How well, without saying by what measure.
QUALITIES = (
    "awesome", "best", "better", "effective", "efficient", "efficiently", "enhance", "excellent",
    "good", "great", "happier", "happy", "ideal", "improve", "improved", "improvement", "improving",
    "leading", "modern", "nice", "optimal", "optimise", "optimize", "perfect", "professional",
    "stronger", "successful", "top quality", "try", "well known", "world class",
)

# When, without a date.
TIMES = (
    "as early as possible", "as fast as possible", "as soon as possible", "asap", "eventually",
    "in future", "in the future", "in the long run", "in time", "later", "long term", "next time",
    "one day", "quickly", "shortly", "short term", "some day", "someday", "sometime", "soon",
    "sooner or later", "when possible", "when there is time",
)

# A figure makes “more” exact. A year is a date, so it does not.
_FIGURE = re.compile(
    r"(?<![\w.,])(?!(?:19|20)\d\d(?![\d.,]*\d|\s?%))[£$€]?\d[\d.,]*"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen|half|twice|doubles?|"
    r"triples?)\b")
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)")
DATES = re.compile(
    rf"\d{{4}}-\d\d(?:-\d\d)?|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTHS}\b\.?,?(?:\s+\d{{4}})?"
    rf"|{_MONTHS}\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?|{_MONTHS}\b\.?\s+\d{{4}}",
    re.IGNORECASE)


def vague_words(text: str, words: tuple[str, ...] = (*AMOUNTS, *QUALITIES, *TIMES)) -> list[str]:
    """Which of the words stand in a text, in order, each once.

    Examples
    --------
    >>> vague_words("Get more, and BETTER customers as soon as possible!")
    ['more', 'better', 'as soon as possible']
    """
    longest_first = sorted(words, key=len, reverse=True)
    pattern = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in longest_first)
    found = re.findall(rf"(?<![\w-])(?:{pattern})(?![\w-])", text.casefold())
    return list(dict.fromkeys(re.sub(r"[\s-]+", " ", word) for word in found))


def has_figure(text: str) -> bool:
    """Whether a text names an amount; the number of a year or of a day is none.

    Examples
    --------
    >>> has_figure("20 more customers"), has_figure("more customers by 31 December 2026")
    (True, False)
    """
    return bool(_FIGURE.search(DATES.sub(" ", text.casefold())))
