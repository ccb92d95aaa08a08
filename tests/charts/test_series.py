import numpy as np
import pandas as pd
import pytest

from helpers.charts.series import series
from helpers.charts.style import SERIES, alt_text
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.values import Days, Money, Share

from .looks import FORMULA, looks_right


def months(count, **columns):
    index = pd.period_range("2024-01", periods=count, freq="M")
    wave = 0.2 + 0.1 * np.sin(np.arange(count))
    return pd.DataFrame(columns or {"web": wave, "shop": 1.5 * wave}, index=index)


def draw(lines, **wanted):
    return series(lines, **{"unit": Share, "title": "How many come back", "measure": "Share",
                            "along": "Month"} | wanted)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_each_line_is_named_with_its_last_value_in_its_colour():
    lines = months(12)
    ax = draw(lines)
    assert looks_right(ax.figure)
    for number, name in enumerate(lines):
        value = PLAIN.percent(lines[name].iloc[-1])
        colour = next(t.get_color() for t in ax.texts if t.get_text() == f"{name}\n{value}")
        assert colour == ax.lines[number].get_color() == SERIES[number][0]
        assert ax.lines[number].get_ydata().tolist() == lines[name].tolist()


def test_the_alt_text_tells_ends_extremes_and_the_last_interval():
    lines = months(12)
    words = alt_text(draw(lines, lower=lines - 0.05, upper=lines + 0.05))
    web = lines["web"]
    for place in (web.idxmax(), web.idxmin(), web.index[0], web.index[-1]):
        assert f"{PLAIN.percent(web[place])} in {PLAIN.period(place)}" in words
    assert "(95% interval 5.0% to 15%)" in words


def test_few_values_are_all_told():
    lines = months(3)
    words = alt_text(draw(lines[["web"]]))
    assert all(PLAIN.percent(value) in words for value in lines["web"])


def test_gaps_stay_gaps_and_are_shaded():
    lines = months(9)
    lines.iloc[4] = np.nan
    ax = draw(lines, gaps=True)
    assert np.isnan(ax.lines[0].get_ydata()[4])
    assert [patch.get_x() for patch in ax.patches] == [3.5]
    assert "nan" not in alt_text(ax)


def test_a_single_interval_between_gaps_can_be_seen():
    lines = months(5)[["web"]]
    known = lines.copy()
    known.iloc[[1, 3]] = np.nan
    ax = draw(known, lower=known - 0.1, upper=known + 0.1)
    bands = [path for path in ax.collections[0].get_paths()]
    assert len(bands) == 3
    assert all(np.ptp(path.vertices[:, 0]) == 1 for path in bands)


def test_two_marks_have_a_dot_on_the_first_line_and_words():
    lines = months(12)
    marked = lines.index[3]
    ax = draw(lines, marks=[(marked, "earned back"), (lines.index[8], "chosen")])
    assert looks_right(ax.figure)
    dot = next(line for line in ax.lines if line.get_marker() == "o" and len(line.get_xdata()) == 1)
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (3, lines["web"].iloc[3])
    assert {"earned back", "chosen"} <= set(texts(ax))
    assert f"Marked in {PLAIN.period(marked)}: earned back." in alt_text(ax)


def test_events_are_named_upright():
    lines = months(30)
    ax = draw(lines, events={place: f"Event {place}" for place in lines.index[::5]})
    assert looks_right(ax.figure)
    assert sum(text.get_rotation() == 90 for text in ax.texts) == 6
    assert f"Event {lines.index[5]} in {PLAIN.period(lines.index[5])}" in alt_text(ax)


def test_a_narrower_interval_lies_in_the_wider_one():
    lines = months(12)[["web"]]
    ax = draw(lines, lower=lines - 0.1, upper=lines + 0.1, inner=(lines - 0.04, lines + 0.04))
    tops = [band.get_paths()[0].vertices[:, 1].max() for band in ax.collections]
    assert tops == pytest.approx([lines.max().item() + 0.1, lines.max().item() + 0.04])
    assert any("darker 80%" in text for text in texts(ax))


def test_only_the_lines_asked_for_are_named():
    ax = draw(months(12), named=["shop"])
    assert any(text.startswith("shop") for text in texts(ax))
    assert not any(text.startswith("web") for text in texts(ax))


def test_steps_tell_below_how_many_are_left():
    stay = pd.DataFrame({"Solo": [1, 0.8, 0.3, 0.2], "Team": [1, np.nan, 0.9, 0.7]},
                        index=[0, 40, 150, 400])
    watched = pd.DataFrame({"Solo": ["90", "80", "40", "9"], "Team": ["70", "70", "60", "20"]},
                           index=stay.index)
    ax = draw(stay, step=True, below=watched, along_unit=Days, along="Days",
              reference=(0.5, "half"))
    assert looks_right(ax.figure)
    assert ax.lines[1].get_drawstyle() == "steps-post"
    assert ax.lines[1].get_xdata().tolist() == [0, 150, 400]
    assert {text.get_text() for text in ax.texts if text.xy[0] == 90} == {"40", "60"}
    assert any("Dotted: half." in text for text in texts(ax))


def test_a_diagonal_is_told_and_values_are_written():
    lift = pd.DataFrame({"": [0, 0.3, 0.5]}, index=[0.0, 0.1, 0.2])
    ax = draw(lift, diagonal="at random", values=True, along_unit=Share)
    assert looks_right(ax.figure)
    assert ax.lines[0].get_xdata().tolist() == [0, 0.2]
    assert {"30%", "50%"} <= set(texts(ax))
    assert "30% at 10%" in alt_text(ax) and "Dashed: at random." in alt_text(ax)


def test_thin_lines_stand_behind():
    lines = months(12)
    ax = draw(lines[["web"]], behind=pd.concat([lines] * 5, axis=1))
    assert len(ax.collections[0].get_segments()) == 10
    assert "10 thin lines" in alt_text(ax)


def test_money_is_written_as_the_business_writes_it():
    lines = months(4, sales=[100, -50.5, 20_000, 30])
    ax = draw(lines, unit=Money, format=Format("de_DE", "EUR"))
    ax.figure.png()
    assert all("€" in label.get_text() for label in ax.get_yticklabels())
    assert "−50,50\xa0€" in alt_text(ax)
    assert ax.get_ylim()[0] < -50.5


@pytest.mark.parametrize("count", [1, 2, 240])
def test_few_and_many_places_look_right(count):
    assert looks_right(draw(months(count)).figure)


def test_a_name_is_never_a_formula():
    ax = draw(months(6).set_axis([FORMULA, f"{FORMULA} and more of it"], axis=1))
    assert looks_right(ax.figure)
    assert FORMULA in alt_text(ax)


def test_nothing_is_refused():
    for lines in (months(3) * np.nan, months(3).iloc[:0]):
        with pytest.raises(NotEnoughData, match="How many come back"):
            draw(lines)
