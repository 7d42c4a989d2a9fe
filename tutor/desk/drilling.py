"""From what the user named to the course that is drilled."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tutor.desk.setup import Notices, Setup

if TYPE_CHECKING:
    from datetime import date

    from tutor.quiz.course import Course


@contextmanager
def open_quiz(setup: Setup, notes: str | None, notices: Notices) -> "Iterator[Course]":
    """Open some notes with what the learner did with them so far; their index is brought up to date first.

    Args:
        setup: where things are, and the settings.
        notes: what was named, if anything.
        notices: told what the user should know, and how far the indexing is.

    Raises:
        TutorError: as `Setup.library`, as `Store.open`, and UsageError where nothing is drilled.
    """
    with setup.library(setup.root(notes), setup.encoder(None, notices), notices) as library:
        from tutor.library.registry import Registry
        from tutor.quiz.drilled import Drilled
        from tutor.quiz.opening import open_course
        from tutor.store.store import Store

        config = setup.config
        drilled = Drilled.of(config.quiz_topics, config.quiz_tags, config.quiz_exclude)
        with Store.open(setup.paths.database_file) as store:
            yield open_course(library, store, drilled, Registry(setup.paths.registry_file), notices.notify)


def set_exam(setup: Setup, notes: str | None, exam: "date | None") -> None:
    """Remember the day of the exam, or that there is none; every card is scheduled anew."""
    from tutor.library.opening import place_of
    from tutor.quiz.course import set_exam as schedule
    from tutor.store.store import Store

    notes_id = place_of(setup.root(notes), setup.paths, os.environ).entry.notes_id
    with Store.open(setup.paths.database_file) as store:
        schedule(store.drill, notes_id, exam)
