"""A run of questions: what is asked next, what an answer does, and what came of it all.

Knows no terminal. Each answer is on the disk before `answer` returns; a session that was killed goes on where it was.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from random import Random

from tutor.quiz.course import Course
from tutor.quiz.forms import choose_question
from tutor.quiz.hints import hints_of, most_hints, removed_by
from tutor.quiz.judging import RIGHT, Judgement, judge, judge_recall, rating_of
from tutor.quiz.planning import Plan, matches
from tutor.quiz.queue import Event, queue_after
from tutor.quiz.scheduling import EASY, is_leech
from tutor.quiz.summary import Summary, Tally, first_answers, score_of, summarize
from tutor.quiz.turns import Asked, Done, Feedback
from tutor.quiz.values import Card, Question
from tutor.store.drilled import Given, Memory, Review, StoredCard

_MOST_CHARACTERS = 2000


class Session:
    """A run of questions.

    Attributes:
        course: what it draws on.
        plan: what it asks.
        feedback: what came of the last answer, until `advance`; None while a question is open.
    """

    def __init__(self, course: Course, plan: Plan, number: int, done: Sequence[Done] = ()) -> None:
        """Take over a session that is written down; see `start` and `resume`."""
        self.course, self.plan = course, plan
        self._number = number
        self._done = list(done)
        self._hints = 0
        self.feedback: Feedback | None = None
        self._asked = self._next()

    @classmethod
    def start(cls, course: Course, plan: Plan) -> "Session":
        """Return a new session."""
        deck, at = course.deck.number, course.clock.nanoseconds()
        return cls(course, plan, course.drill.start_session(deck, at, course.today, plan.to_json()))

    @classmethod
    def resume(cls, course: Course) -> "Session | None":
        """Return the session that was left on this study day before its end, where it was; None without one."""
        stored = course.drill.open_session(course.deck.number)
        if stored is None or stored.day != course.today:
            return None
        plan = Plan.from_json(stored.plan)
        cards = course.material.by_id
        left = replace(plan, cards=tuple(card for card in plan.cards if card in cards))
        done = []
        for identity, review in course.drill.reviews_of(session=stored.number):
            if identity in cards:
                found = [q for q in course.material.ask(cards[identity]) if q.kind == review.answer.question]
                event = Event(identity, "right" if review.answer.verdict == "right" else "wrong")
                stored_card = course.drill.find(course.deck.number, identity)
                done.append(Done(event, next(iter(found), None), review, stored_card.due if stored_card else None))
        session = cls(course, left, stored.number, done)
        return session if done and session.asked else None

    @property
    def asked(self) -> Asked | None:
        """The question that is open, or was answered last; None when all is done."""
        return self.feedback.asked if self.feedback else self._asked

    @property
    def score(self) -> Tally:
        """How many were right at first sight, so far."""
        return score_of(first_answers(self._done))

    @property
    def answered(self) -> int:
        """How many cards have been answered."""
        return len(first_answers(self._done))

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self._done)

    def hint(self) -> Asked | None:
        """Take the next hint, if there is one, and return the question with it."""
        if self.feedback is None and self._asked and self._asked.more_hints:
            self._hints += 1
            self._asked = self._with_hints(self._asked)
        return self._asked

    def answer(self, given: str, milliseconds: int) -> Feedback:
        """Answer the open question, by a choice or by what was typed; empty for not sure."""
        asked = self._open()
        given = given.strip()[:_MOST_CHARACTERS]
        stored = self._stored(asked.card)
        own = self.course.drill.own_answers(stored.number) if stored else []
        known = self.course.material.known(asked.card.claim.file)
        return self._settle(asked, given, judge(asked.question, given, own, known), milliseconds)

    def recall(self, recalled: Collection[int], milliseconds: int) -> Feedback:
        """Answer the open question by the numbers of the points that were recalled, from 0; 0 is all without points."""
        asked = self._open()
        points = [point.text for i, point in enumerate(asked.question.points) if i in recalled]
        return self._settle(asked, "; ".join(points), judge_recall(asked.question, recalled), milliseconds)

    def overrule(self, is_easy: bool = False) -> Feedback | None:
        """Say that the last answer was right, or was too easy; remembered for its card. None where that cannot be."""
        done, feedback = self._done[-1] if self._done else None, self.feedback
        if feedback is None or done is None or done.review is None:
            return None
        if not (feedback.judgement.outcome == "right" if is_easy else feedback.can_overrule):
            return None
        asked, before = feedback.asked, done.review.answer
        rating = EASY if is_easy else rating_of(RIGHT, before.hints)
        answer = replace(
            before, at=self.course.clock.nanoseconds(), verdict="right", is_overruled=not is_easy, rating=rating
        )
        accept = "" if is_easy else before.given
        review = self.course.overrule(asked.card, done.review, answer, accept)
        self._done[-1] = self._finished(asked, review, RIGHT)
        self.feedback = self._feedback(asked, before.given, RIGHT, self._done[-1])
        return self.feedback

    def skip(self) -> None:
        """Put the open question off to the end, or the second time to another day."""
        asked = self._open()
        self._done.append(Done(Event(asked.card.id, "skipped"), None))
        self._go_on()

    def take_out(self) -> Question | None:
        """Never ask the question again that is open or was just answered, and return it; its card goes on another day.

        An answer to it is undone.
        """
        asked = self.asked
        if asked is None:
            return None
        if self.feedback:
            self.undo()
        self.course.take_out(asked.card, asked.question)
        self._done.append(Done(Event(asked.card.id, "gone"), asked.question))
        self._go_on()
        return asked.question

    def undo(self) -> bool:
        """Take the last thing back that was done, and ask again; False if there is none."""
        if not self._done:
            return False
        done = self._done.pop()
        if done.review:
            self.course.take_back(self.course.material.by_id[done.event.card], done.review)
        elif done.question:
            self.course.put_back(done.event.card, done.question.kind)
        self.course.drill.end_session(self._number, is_over=False)
        self.feedback, self._hints = None, 0
        self._asked = self._next()
        return True

    def advance(self) -> Asked | None:
        """Go on to the next question after an answer, and return it; None when all is done."""
        if self.feedback:
            self._go_on()
        return self._asked

    def end(self) -> None:
        """Write down that the session is over, whatever is left of it."""
        self.course.drill.end_session(self._number)

    def summary(self) -> Summary:
        """Return what came of it so far."""
        return summarize(self._done, self.course.material.by_id, len(self.plan.cards))

    def retry(self) -> "Session":
        """Return a new session of what was missed in this one, unscheduled."""
        missed = tuple(done.event.card for done in first_answers(self._done) if done.event.outcome == "wrong")
        return Session.start(self.course, replace(self.plan, cards=missed, seed=self.plan.seed + 1, waiting=0))

    def _open(self) -> Asked:
        assert self.feedback is None
        assert self._asked is not None
        return self._asked

    def _settle(self, asked: Asked, given: str, judgement: Judgement, milliseconds: int) -> Feedback:
        is_right = judgement.outcome == "right"
        answer = Given(
            session=self._number,
            at=self.course.clock.nanoseconds(),
            day=self.course.today,
            question=asked.question.kind,
            given=given,
            verdict=judgement.outcome if is_right or judgement.outcome == "partial" else "wrong",
            is_overruled=False,
            is_scored=not asked.question.disputed,
            hints=self._hints,
            rating=rating_of(judgement, self._hints),
            milliseconds=max(0, milliseconds),
        )
        review = self.course.record(asked.card, answer, self.plan.is_cram)
        self._done.append(self._finished(asked, review, judgement))
        self.feedback = self._feedback(asked, given, judgement, self._done[-1])
        return self.feedback

    def _finished(self, asked: Asked, review: Review, judgement: Judgement) -> Done:
        event = Event(asked.card.id, "right" if judgement.outcome == "right" else "wrong")
        stored = self._stored(asked.card)
        return Done(event, asked.question, review, stored.due if stored else None)

    def _feedback(self, asked: Asked, given: str, judgement: Judgement, done: Done) -> Feedback:
        assert done.review
        is_typed = asked.question.form in {"typed", "cloze"}
        return Feedback(
            asked=asked,
            given=given,
            judgement=judgement,
            is_scored=done.review.answer.is_scored,
            due=None if done.review.kind == "cram" else done.due,
            comes_back=asked.card.id in queue_after(self.plan.cards, [d.event for d in self._done]),
            can_overrule=is_typed and bool(given) and judgement.outcome != "right",
        )

    def _go_on(self) -> None:
        self.feedback, self._hints = None, 0
        self._asked = self._next()
        if self._asked is None:
            self.course.drill.end_session(self._number)

    def _next(self) -> Asked | None:
        """Return the next question; a card that has none any more is passed over."""
        for identity in queue_after(self.plan.cards, [done.event for done in self._done]):
            if asked := self._ask(self.course.material.by_id[identity]):
                return asked
        return None

    def _ask(self, card: Card) -> Asked | None:
        stored = self._stored(card)
        before = self.course.drill.reviews(stored.number) if stored else []
        questions = [q for q in self.course.questions(card) if matches(q, self.plan.kind)]
        memory = stored.memory if stored else Memory()
        rng = Random(f"{self.plan.seed}:{card.id}:{len(before)}")
        question = choose_question(questions, memory, before, rng)
        if question is None:
            return None
        firsts = [done.event.card for done in first_answers(self._done)]
        is_again = card.id in firsts
        number = firsts.index(card.id) + 1 if is_again else len(firsts) + 1
        value = stored.value_before if stored else None
        asked = Asked(
            card, question, number, len(self.plan.cards), is_again, (), frozenset(), 0, value, is_leech(memory.lapses)
        )
        return self._with_hints(asked)

    def _with_hints(self, asked: Asked) -> Asked:
        question = asked.question
        left = most_hints(question) - self._hints
        return replace(
            asked,
            hints=hints_of(question)[: self._hints],
            removed=removed_by(question, self._hints),
            more_hints=left,
        )

    def _stored(self, card: Card) -> StoredCard | None:
        return self.course.drill.find(self.course.deck.number, card.id)
