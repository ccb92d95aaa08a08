"""How the words of a picture stand on it."""

from itertools import combinations

from matplotlib.text import Text

from helpers.charts.axes import TextMarks

FORMULA = "Plan $9_to_$19 a^month & <b>"


def marks_in_view(axis):
    """The labels of an axis that are drawn."""
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    return [tick.label1 for tick in axis.get_major_ticks()
            if tick.label1.get_visible() and low - slack <= tick.get_loc() <= high + slack]


def boxes_of_words(figure):
    """What is written on a figure, and the box in pixels that it takes."""
    boxes = []
    for ax in figure.axes:
        texts = [*ax.texts, ax.title, ax._left_title, ax.xaxis.label, ax.yaxis.label,
                 *marks_in_view(ax.xaxis), *marks_in_view(ax.yaxis)]
        boxes += [(text.get_text(), text.get_window_extent())
                  for text in texts if text.get_text().strip()]
        boxes += [("cells or rows", words.get_window_extent()) for words in ax.findobj(TextMarks)]
    return boxes


def touching(figure):
    """Pairs of words that are written into each other, once the figure is drawn."""
    figure.png()
    boxes = [(text, box.shrunk(0.95, 0.85)) for text, box in boxes_of_words(figure)]
    return [(one, other) for (one, box), (other, other_box) in combinations(boxes, 2)
            if box.overlaps(other_box)]


def off_the_page(figure):
    """Words that do not wholly stand on the page, once the figure is drawn."""
    page = figure.bbox.padded(1)
    return [text for text, box in boxes_of_words(figure)
            if not (page.contains(*box.min) and page.contains(*box.max))]


def looks_right(figure):
    """Nothing touches or leaves the page, nothing is a formula, no letters are small."""
    assert touching(figure) == []
    assert off_the_page(figure) == []
    texts = [text for text in figure.findobj(Text) if text.get_text().strip()]
    assert not any(text.get_parse_math() for text in texts)
    sizes = [text.get_fontsize() for text in texts]
    sizes += [size for words in figure.findobj(TextMarks) for size in words.get_sizes() ** 0.5]
    assert min(sizes) >= 9
    return True
