import numpy as np
import pandas as pd
import pytest

from helpers.charts.axes import TextMarks
from helpers.charts.grid import grid
from helpers.charts.style import alt_text, contrast
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.values import Money, Share

from .looks import FORMULA, looks_right


def triangle(rows, columns=None):
    columns = rows if columns is None else columns
    shares = np.linspace(0.01, 0.99, rows * columns).reshape(rows, columns)
    shares[np.add.outer(np.arange(rows), np.arange(columns)) >= max(rows, columns)] = np.nan
    return pd.DataFrame(shares, index=[f"Row {row}" for row in range(rows)])


def draw(cells, **wanted):
    return grid(cells, **{"unit": Share, "title": "What share comes back", "rows": "(customers)",
                          "columns": "Months after"} | wanted)


def words_in_cells(ax):
    return {(int(row), round(column - 0.5)): word for words in ax.findobj(TextMarks)
            if words.get_offset_transform() is ax.transData
            for (column, row), word in zip(words.get_offsets(), words.words)}


def test_known_cells_say_their_number_and_unknown_ones_nothing():
    cells = triangle(5)
    known = cells.stack().dropna()
    written = words_in_cells(draw(cells))
    assert len(written) == len(known)
    assert all(written[cells.index.get_loc(row), column] == PLAIN.percent(share)
               for (row, column), share in known.items())


def test_numbers_stand_out_from_their_shade():
    cells = triangle(8)
    ax = draw(cells, first_plain=True)
    mesh = ax.collections[0]
    words = next(w for w in ax.findobj(TextMarks) if w.get_offset_transform() is ax.transData)
    for (column, row), colour in zip(words.get_offsets() - 0.5, words.get_facecolor()):
        if column >= 1:
            shade = mesh.to_rgba(cells.iat[int(row), int(column)])
            assert contrast(colour[:3], shade[:3]) >= 4.5


def test_a_plain_first_column_does_not_drown_the_others():
    cells = triangle(6).assign(**{"0": 1.0})[["0", *range(1, 6)]]
    mesh = draw(cells, first_plain=True).collections[0]
    assert mesh.get_clim()[1] == cells.iloc[:, 1:].max().max()


def test_many_columns_say_percent_once():
    ax = draw(triangle(24), first_plain=True)
    assert looks_right(ax.figure)
    assert "%" not in "".join(words_in_cells(ax).values())
    assert any("In %." in text.get_text() for text in ax.texts)


def test_numbers_too_long_for_their_cells_give_way_to_a_key():
    ax = draw(1e6 * triangle(24), unit=Money, format=Format("de_DE", "EUR"))
    assert looks_right(ax.figure)
    assert words_in_cells(ax) == {}
    assert any("€" in label.get_text() for label in ax.figure.axes[1].get_yticklabels())


def test_what_may_not_be_told_gets_a_dot():
    cells = triangle(4)
    hidden = cells == cells.iat[1, 1]
    written = words_in_cells(draw(cells.mask(hidden), hidden=hidden))
    assert written[1, 1] == "·"
    assert list(written.values()).count("·") == 1


def test_the_alt_text_tells_the_extremes_of_the_first_shaded_column():
    cells = triangle(5)
    words = alt_text(draw(cells, first_plain=True, note="Blank: not yet."))
    assert f"from {PLAIN.percent(cells[1].min())} (Row 0) to" in words
    assert f"{PLAIN.percent(cells[1].max())} ({cells[1].idxmax()})" in words
    assert "5 rows, from Row 0 to Row 4" in words and "Blank: not yet." in words


@pytest.mark.parametrize("rows, columns", [(1, 1), (1, 9), (30, 3)])
def test_few_and_many_rows_look_right(rows, columns):
    assert looks_right(draw(triangle(rows, columns)).figure)


def test_a_name_is_never_a_formula():
    assert looks_right(draw(triangle(3).rename({"Row 0": FORMULA})).figure)


def test_nothing_is_refused():
    for cells in (triangle(3) * np.nan, triangle(3).iloc[:0]):
        with pytest.raises(NotEnoughData, match="What share comes back"):
            draw(cells)
