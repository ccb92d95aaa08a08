"""How results show on a page without code: plain words for plain values, sentences for errors."""

import html
import logging

from IPython import get_ipython
from IPython.display import HTML, display

from helpers.core.problems import OwnerError

MISSING_ABOVE = "This part rests on one above that could not be worked out."
OUR_FAULT = ("This part could not be worked out, and your data are not to blame. The rest of the "
             "page holds. In JupyterLab the lesson shows what went wrong.")


def get_ready() -> None:
    """Make the kernel that runs this show everything as a reader of pages expects it."""
    shell = get_ipython()
    shell.set_custom_exc((Exception,), _tell)
    write = shell.display_formatter.formatters["text/html"]
    for kind in (str, list, tuple, dict, int, float):
        write.for_type(kind, lambda value: f"<p>{html.escape(in_words(value))}</p>")


def in_words(value) -> str:
    """A plain value as a reader would write it.

    Examples
    --------
    >>> in_words(["saas", "shop"]), in_words({"guests": 3, "refunds": 0})
    ('saas, shop', 'guests: 3, refunds: 0')
    """
    if isinstance(value, dict):
        return ", ".join(f"{key}: {in_words(each)}" for key, each in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(in_words, value))
    return str(value)


def sorry(error: BaseException) -> str:
    """What a page says where a part of it could not be worked out.

    Examples
    --------
    >>> MISSING_ABOVE in sorry(NameError("name 'churn' is not defined"))
    True
    """
    if isinstance(error, OwnerError):
        words = f"<strong>{html.escape(error.title)}</strong></p><p>{html.escape(str(error))}"
    else:
        words = MISSING_ABOVE if isinstance(error, NameError) else OUR_FAULT
    return f'<div class="sorry" role="note"><p>{words}</p></div>'


def _tell(shell, kind, error, trace, tb_offset=None) -> None:
    if not isinstance(error, (OwnerError, NameError)):
        logging.getLogger("helpers.app").error("a cell failed", exc_info=(kind, error, trace))
    display(HTML(sorry(error)))
