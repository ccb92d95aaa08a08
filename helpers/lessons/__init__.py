"""What a lesson is: its metadata, what it shows, its exercises and their checks, the index."""

from helpers.lessons.exercises import check
from helpers.lessons.lesson import Lesson, all_lessons
from helpers.lessons.outputs import finding, people, table

__all__ = ["Lesson", "all_lessons", "check", "finding", "people", "table"]
