from dataclasses import replace

import numpy as np
import pytest

from helpers.charts.axes import TextMarks
from helpers.charts.style import alt_text, contrast
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.subjects.customers.charts import retention_curve, retention_heatmap
from helpers.subjects.customers.cohorts import cohort_retention

UNFINISHED_AUGUST = "2021-08-20"


@pytest.fixture
def eight_months(orders_of):
    return cohort_retention(orders_of(8), as_of=UNFINISHED_AUGUST)


def row_labels(ax):
    return next(words.words for words in ax.findobj(TextMarks)
                if words.get_offset_transform() is not ax.transData)


def cell_words(ax):
    """The words in the cells, by row and column."""
    cells = [words for words in ax.findobj(TextMarks) if words.get_offset_transform() is ax.transData]
    return {
        (int(row), int(column)): word
        for words in cells for (column, row), word in zip(words.get_offsets(), words.words)
    }


def test_each_known_cell_says_its_number_and_the_others_stay_blank(eight_months):
    ax = retention_heatmap(eight_months)
    known = eight_months.rates.iloc[:7, :7]
    assert eight_months.rates.iloc[7:].isna().all(axis=None)
    assert cell_words(ax) == {
        (row, column): PLAIN.percent(known.iat[row, column])
        for row, column in np.argwhere(known.notna().to_numpy()).tolist()
    }
    shades = ax.collections[0].get_array()
    assert (np.ma.getmaskarray(shades) == known.iloc[:, 1:].isna().to_numpy()).all()


def test_rows_name_the_cohort_and_its_customers(eight_months):
    sizes = eight_months.sizes
    assert row_labels(retention_heatmap(eight_months))[:2] == [
        f"Jan 2021 ({sizes.iloc[0]} customers)", f"Feb 2021 ({sizes.iloc[1]})"]


def test_the_first_column_does_not_drown_the_others(eight_months):
    mesh = retention_heatmap(eight_months).collections[0]
    assert mesh.get_clim()[1] == pytest.approx(np.nanmax(eight_months.rates.iloc[:, 1:]))


def test_numbers_stand_out_from_their_shade(eight_months):
    ax = retention_heatmap(eight_months)
    mesh = ax.collections[0]
    cells = next(w for w in ax.findobj(TextMarks) if w.get_offset_transform() is ax.transData)
    for (column, row), colour in zip(cells.get_offsets() - 0.5, cells.get_facecolor()):
        if column:
            shade = mesh.to_rgba(eight_months.rates.iat[int(row), int(column)])
            assert contrast(colour[:3], shade[:3]) >= 4.5


@pytest.mark.parametrize("months, shown", [(3, 3), (24, 24), (60, 24)])
def test_the_latest_cohorts_are_shown_and_the_reader_told(orders_of, months, shown):
    retention = cohort_retention(orders_of(months, customers=3000), as_of="2025-12-31")
    ax = retention_heatmap(retention)
    note = " ".join(text.get_text() for text in ax.texts).replace("\n", " ")
    assert len(row_labels(ax)) == shown
    assert ("The latest 24 of 60 cohorts" in note) == (months == 60)
    assert row_labels(ax)[-1].startswith(PLAIN.period(retention.counts.index[-1]))


def test_numbers_too_long_for_their_cells_give_way_to_a_key(orders_of):
    retention = cohort_retention(orders_of(24, customers=3000, price=123_456.0))
    ax = retention_heatmap(retention, measure="revenue", format=Format("de_DE", "EUR"))
    ax.figure.png()
    assert cell_words(ax) == {}
    key = ax.figure.axes[1]
    assert any("€" in label.get_text() for label in key.get_yticklabels())


def test_the_heatmap_tells_its_extremes_and_averages(eight_months):
    words = alt_text(retention_heatmap(eight_months))
    next_month = eight_months.rates[1].dropna()
    for cohort in (next_month.idxmin(), next_month.idxmax()):
        assert f"{PLAIN.percent(next_month[cohort])} ({PLAIN.period(cohort)})" in words
    assert f"{PLAIN.percent(eight_months.average.loc[3, 'rate'])} after 3 months" in words
    assert PLAIN.number(eight_months.sizes.iloc[:7].sum()) in words


def test_the_curve_ends_where_the_average_does(eight_months):
    ax = retention_curve(eight_months)
    line, = ax.lines
    average = eight_months.average.loc[1:].dropna(subset="rate")
    known = average[average["customers"] >= 30]
    assert line.get_ydata().tolist() == known["rate"].tolist()
    assert f"{PLAIN.percent(known['rate'].iloc[-1])}" in ax.texts[0].get_text()
    assert PLAIN.percent(known["upper"].iloc[-1]) in alt_text(ax)


def test_money_that_nobody_knows_is_refused(eight_months):
    unpriced = replace(eight_months, revenue=eight_months.revenue * np.nan)
    with pytest.raises(NotEnoughData, match="no prices"):
        retention_heatmap(unpriced, measure="revenue")


def test_an_unknown_measure_is_refused_by_name(eight_months):
    with pytest.raises(ValueError, match="rate, customers, revenue; it was 'profit'"):
        retention_heatmap(eight_months, measure="profit")
