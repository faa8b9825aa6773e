"""What everybody sees of who did what at a decide beat: how each voted, who visited whom, who spoke on what."""

from collections.abc import Iterator

import numpy as np

from sim.arrays import BALLOTS, TOPICS, Votes
from sim.news.fact import News, names
from sim.rules.council import closed, passes, put_off
from sim.rules.deeds import AT_COUNCIL, votes_held
from sim.rules.members import decided
from sim.setting import Setting
from sim.state import Moves, State, Traits


def votes(setting: Setting, traits: Traits, before: State, moves: Moves) -> Iterator[News]:
    """Every vote that was held: what came of it, and how each of those who have one voted."""
    before = put_off(setting, traits, before, moves)
    soften = np.broadcast_to(moves.soften, (len(setting.actors),)) & setting.member
    for at in np.flatnonzero(votes_held(setting, traits, before)).tolist():
        ballot: Votes = np.broadcast_to(moves.ballots, (len(setting.actors), len(BALLOTS)))[:, at]
        if at == before.lined and soften.any():
            ballot = np.where(soften, 1, ballot)
            yield {"what": "amended", "who": names(setting, soften), "which": BALLOTS[at]}
        if AT_COUNCIL[at]:
            over = before.settled | before.cover | (closed(setting, before, moves) & (at != before.drafted))
            sits, (passed, vetoed) = setting.council[before.week], passes(setting, before.week, ballot)
            how = "vetoed" if vetoed else "carried" if passed else "failed"
        else:
            over, sits = before.settled, setting.member
            how = "carried" if decided(setting, ballot) else "failed"
        if over or not sits.any():
            continue
        said = {"yes": ballot > 0, "no": ballot < 0, "abstain": ballot == 0}
        which: News = {"what": "vote", "which": BALLOTS[at], "how": how}
        yield which | {word: names(setting, sits & voted) for word, voted in said.items()}


def visits(setting: Setting, before: State, moves: Moves, after: State) -> Iterator[News]:
    """Who went where: visits that were paid for and took place."""
    visit = np.broadcast_to(moves.visit, (len(setting.actors),))
    for i in np.flatnonzero((visit >= 0) & (after.capital < before.capital)).tolist():
        if after.visited_week[visit[i]] == before.week:
            yield {"what": "visit", "who": [setting.actors[i]], "to": setting.actors[int(visit[i])]}


def statements(setting: Setting, before: State, moves: Moves, after: State) -> Iterator[News]:
    """Who spoke in public, on what and for which side: statements that were paid for and made."""
    many = (len(setting.actors),)
    topic, tone = (np.broadcast_to(field, many) for field in (moves.topic, moves.tone))
    spoke = (topic >= 0) & (after.topic == topic) & (after.topic_weeks > 0) & (after.capital < before.capital)
    for at, name in enumerate(TOPICS):
        for how, side in (("for", tone > 0.0), ("against", tone < 0.0)):
            if (who := spoke & (topic == at) & side).any():
                yield {"what": "spoke", "who": names(setting, who), "which": name, "how": how}
