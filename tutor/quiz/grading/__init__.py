"""Grading of typed answers by rules, one module for each kind of answer."""

from tutor.quiz.grading.grading import grade
from tutor.quiz.grading.values import EMPTY, Grade, Verdict, Vocabulary, best

__all__ = ["EMPTY", "Grade", "Verdict", "Vocabulary", "best", "grade"]
