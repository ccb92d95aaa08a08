"""The little course and its clients."""

import pytest

from .little_course import Clients, Course


@pytest.fixture
def course(tmp_path):
    """The two lessons."""
    course = Course(tmp_path / "lessons")
    course.add_sales()
    course.add_books()
    return course


@pytest.fixture
def clients(tmp_path):
    """An empty folder of clients."""
    return Clients(tmp_path / "clients")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder for what a whole module looks at."""
    return tmp_path_factory.mktemp("reports")
