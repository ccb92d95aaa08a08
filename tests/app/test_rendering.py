"""Pages take turns, and what a kernel finds around it."""

from helpers.app.rendering import TURNS_AT_ONCE, kernel_environment
from helpers.core.interactive import is_interactive


def test_someone_is_there_to_use_the_widgets(monkeypatch):
    monkeypatch.setenv("GROWTH_STILL", "1")
    found = kernel_environment("lesson.ipynb")
    for name in ("GROWTH_STILL", "JPY_SESSION_NAME"):
        monkeypatch.delenv(name, raising=False)
    assert not is_interactive()
    for name in ("GROWTH_STILL", "JPY_SESSION_NAME"):
        if name in found:
            monkeypatch.setenv(name, found[name])
    assert is_interactive()


def test_more_than_one_page_moves_on_at_a_time():
    assert TURNS_AT_ONCE >= 2
