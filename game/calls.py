"""Who is asked, and why: at a sitting everybody, in between whom something wakes."""

from sim.news import News
from sim.sittings import Planned, sitting_in, sittings
from sim.table import Table, listed


class Calls:
    """Which people of a game are asked this week, and what they have heard; kept line by line of its log."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.news: list[tuple[int, News]] = []
        """what has happened, by the week in which it did"""
        self.floors: list[int] = []
        """lines of the log after which a week began in which a person was asked"""
        self._calm = float(table.state.tension)
        """tension when a person was asked last"""
        self.new_week(1)

    def new_week(self, line: int) -> None:
        """A Monday: who is asked this week, and why."""
        self.sitting: Planned | None = sitting_in(self.sittings(), self.table.week)
        """the sitting that the week lies in"""
        self.awake: dict[str, list[str]] = {}
        """why, by seat"""
        self._risen = float(self.table.state.tension) - self._calm
        self.mid_week(line)

    def mid_week(self, line: int) -> None:
        """Who is asked at this beat; who has been asked this week is asked until its end."""
        slept = not self.awake
        for seat in [] if self.table.finished else self.table.humans:
            if seat not in self.awake and (why := self._why(seat)):
                self.awake[seat] = why
        if slept and self.awake:
            self._calm = float(self.table.state.tension)
            self.floors.append(line)

    def sittings(self) -> list[Planned]:
        """The sittings of the game, drawn dates as far as they are public by now."""
        return sittings(self.table.scenario, self.table.traits, self.table.week)

    def next_sitting(self) -> Planned | None:
        """The next sitting after this week, with its dates as far as they are public; None if there is none."""
        return next((s for s in self.sittings() if s.first > self.table.week), None)

    @property
    def question(self) -> str:
        """The question of the sitting that the week lies in."""
        if self.sitting is None:
            return ""
        return self.sitting.declared if self.table.state.declared else self.sitting.question

    def heard(self, seat: str, since: int = 0) -> list[News]:
        """What happened from a week on, as far as a seat knows of it."""
        return [news for week, news in self.news if week >= since and known_to(seat, news)]

    def _why(self, seat: str) -> list[str]:
        """Why the people of a seat are asked at this beat: a sitting, news of the week before, a note, a text."""
        out: list[str] = []
        if self.sitting is not None and self.sitting.first == self.table.week:
            out.append(f"sitting {self.sitting.number}: {self.question}")
        out += [text for news in self.heard(seat, self.table.week - 1) if (text := self._told(news))]
        if self.table.state.exposed[self.table.setting.actors.index(seat)] > 0.0:
            out.append("what has come out about you costs you credit")
        if self._risen >= self.table.scenario.calendar.wake_tension:
            out.append(f"tension has risen by {self._risen:.0f} points")
        if seat in self.table.asked():
            out += self._waits(seat)
        return out

    def _told(self, news: News) -> str | None:
        """Why news of the week before wakes people; None if it does not."""
        names = [self._name(seat) for seat in news.get("who", [])]
        if news["what"] == "declared":
            return f"{listed(names)} has declared independence"
        if news["what"] == "promise broken":
            return f"{listed(names)} has broken its word to {self._name(str(news['to']))}"
        return None

    def _waits(self, seat: str) -> list[str]:
        """What waits for an answer of a seat at this beat: notes, or a text on the table."""
        table, setting = self.table, self.table.setting
        if table.beat == "answer":
            return ["a note waits for an answer"]
        text, party = int(table.state.text), setting.party[setting.actors.index(seat)]
        if table.beat == "decide" and text >= 0 and table.state.session and party:
            return [f"a text waits for an answer: {setting.packages[text]}"]
        return []

    def _name(self, seat: str) -> str:
        return self.table.scenario.actors[seat].name


def known_to(seat: str, news: News) -> bool:
    """Does a seat know of this? Of a private promise only who made it and who was given it."""
    return news.get("how") != "private" or seat in (*news["who"], news["to"])


__all__ = ["Calls", "known_to"]
