import pytest

from helpers.core.interactive import is_interactive


@pytest.mark.parametrize("session, still, expected", [
    ("lesson.ipynb", None, True), ("lesson.ipynb", "1", False), (None, None, False),
])
def test_only_a_jupyter_servers_kernel_is_interactive(monkeypatch, session, still, expected):
    for name, value in (("JPY_SESSION_NAME", session), ("GROWTH_STILL", still)):
        monkeypatch.delenv(name, raising=False)
        if value:
            monkeypatch.setenv(name, value)
    assert is_interactive() is expected
