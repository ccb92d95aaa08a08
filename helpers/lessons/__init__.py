"""What a lesson is: its text, its metadata, what it shows, its exercises, the index."""

from helpers.lessons.asking import exercise
from helpers.lessons.lesson import Lesson, all_lessons
from helpers.lessons.outputs import finding, people, table

__all__ = ["Lesson", "all_lessons", "exercise", "finding", "people", "table"]
