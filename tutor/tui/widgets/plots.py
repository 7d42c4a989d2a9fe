"""What was done, what comes back and how much was remembered, as plots. Only the screen of progress needs these."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.containers import Container
from textual_plotext import PlotextPlot

from tutor.quiz.statistics import Statistics
from tutor.store.drilled import DayCount

_DAYS = 14  # of what was done
_LABELS = 4
_BAR = 0.5  # of the room of a day
_FEWEST_REVIEWS = 2  # days with reviews from which on a line says something


class Plots(Container):
    """Answers by day, cards by the day on which they come back, and the share remembered beside the one predicted.

    Each is shown only if there is something to show.

    Args:
        found: what there is to draw.
    """

    def __init__(self, found: Statistics) -> None:
        super().__init__(id="plots")
        self._found = found

    def compose(self) -> ComposeResult:
        days = self._found.days[-_DAYS:]
        if days:
            yield _done(days)
        if any(count for _, count in self._found.forecast):
            yield _coming(self._found)
        reviewed = [day for day in self._found.days if day.again]
        if len(reviewed) >= _FEWEST_REVIEWS:
            yield _remembered(reviewed)


def _done(days: Sequence[DayCount]) -> PlotextPlot:
    widget, plot = _empty("answers a day")
    places = [day.day.toordinal() for day in days]
    counts = [[day.first for day in days], [day.again for day in days], [day.practice for day in days]]
    plot.stacked_bar(places, counts, labels=["new", "reviews", "practice"], width=_BAR)
    _label(plot, [day.day for day in days], max(map(sum, zip(*counts, strict=True))))
    return widget


def _coming(found: Statistics) -> PlotextPlot:
    widget, plot = _empty("cards due")
    counts = [count for _, count in found.forecast]
    plot.bar([day.toordinal() for day, _ in found.forecast], counts, width=_BAR)
    _label(plot, [day for day, _ in found.forecast], max(counts))
    return widget


def _remembered(days: Sequence[DayCount]) -> PlotextPlot:
    widget, plot = _empty("% of reviews remembered, and predicted")
    places = [day.day.toordinal() for day in days]
    plot.plot(places, [100 * day.right / day.again for day in days], label="remembered", marker="dot")
    plot.plot(places, [100 * day.predicted / day.again for day in days], label="predicted", marker="braille")
    _label(plot, [day.day for day in days], 100)
    return widget


def _empty(title: str) -> tuple[PlotextPlot, Any]:
    widget = PlotextPlot()
    widget.plt.title(title)
    return widget, widget.plt


def _label(plot: Any, days: Sequence[date], most: int) -> None:
    """Name the first day, the last and a few between them, and whole numbers from 0 to `most`."""
    first, last = days[0].toordinal(), days[-1].toordinal()
    places = sorted({first + round((last - first) * step / _LABELS) for step in range(_LABELS + 1)})
    plot.xticks(places, [f"{date.fromordinal(place):%-d %b}" for place in places])
    plot.ylim(0, most)
    plot.yticks(sorted({round(most * step / _LABELS) for step in range(_LABELS + 1)}))
