"""Why a party asks, offers, refuses, declares or waits; and why a mediator keeps a text off the table."""

from dataclasses import replace

import numpy as np

from sim.analysis.reasons.reason import DOCTRINE, LOGIT, UTILITY, Reason, also, indexed, part
from sim.analysis.telling import floated_text
from sim.analysis.week import Week
from sim.arrays import NEVER, total
from sim.rules.declaration import may_declare, talks_failed
from sim.rules.home import challenger_chance
from sim.state import Account


def at_the_table(w: Week, terms: Account, seat: int, plays: str) -> list[Reason]:
    """A party's outside option, what it asks for, and every package on the table; the choice to declare or wait."""
    setting = w.setting
    if w.talked.declared or w.talked.settled:
        return []
    out = [outside_option(w, terms, seat)]
    if w.talked.session:
        tabled = sorted(np.flatnonzero(terms.tabled), key=lambda k: k != w.talked.offer[seat])
        out += [demand(w, terms, seat), *(answer(w, terms, seat, int(k), plays) for k in tabled)]
    if setting.declarer[seat]:
        out.append(declaring(w, terms, seat, plays))
    return out


def outside_option(w: Week, terms: Account, seat: int) -> Reason:
    """What it expects if there is no agreement."""
    return indexed(w.setting.names[seat], "outside option", UTILITY, terms.no_deal, w.talked.no_deal, seat)


def demand(w: Week, terms: Account, seat: int) -> Reason:
    """What it asks for at this session."""
    found = indexed(w.setting.names[seat], "demand", UTILITY, terms.ask, w.talked.demand, seat)
    silent = w.setting.rules.bargaining == "concession" and w.talked.offer[seat] < 0
    return replace(found, note="it offers nothing, for no package is worth as much") if silent else found


def package(w: Week, terms: Account, seat: int, k: int) -> Reason:
    """What a package is worth to an actor."""
    worth = w.talked.package_utility
    return indexed(w.setting.names[seat], w.package(k), UTILITY, terms.package, worth, seat, k)


def answer(w: Week, terms: Account, seat: int, k: int, plays: str) -> Reason:
    """A package on the table: what it is worth to a party, and whether it offers, would sign or refuses it."""
    found = package(w, terms, seat, k)
    offers, signs = w.talked.offer[seat] == k, w.did.accepts[seat, k]
    verdict = "offers it" if offers else "would sign it" if signs else "refuses it"
    note = of_an_offer(w, seat) if offers and plays == DOCTRINE else of_an_answer(w, seat, k, plays)
    return replace(found, verdict=verdict, note=also(note, plays))


def of_an_offer(w: Week, seat: int) -> str:
    """How doctrine chooses among the packages that meet its demand."""
    others = "the other" if len(w.setting.parties) == 2 else "the others"
    private = w.setting.rules.information == "private"
    say = "says" if others == "the other" else "say"
    choice = f"nearest to what {others} {say}" if private else f"best for {others}"
    return f"worth at least the {float(w.talked.demand[seat]):.1f} it asks and {choice}"


def of_an_answer(w: Week, seat: int, k: int, plays: str) -> str:
    """What a package is worth beside what is asked of it; of a text that is tabled doctrine asks less."""
    worth, asks = float(w.talked.package_utility[seat, k]), float(w.talked.demand[seat])
    if np.isneginf(worth):
        return "beyond a line that it will not cross"
    if w.talked.text != k or plays != DOCTRINE:
        return f"worth {worth:.1f}, asks {asks:.1f}"
    share, floor = 100.0 * float(w.traits.mechanism.text_haggle), float(w.talked.no_deal[seat])
    return f"worth {worth:.1f}; of a text it asks {share:.0f} % of the way from {floor:.1f} to {asks:.1f}"


def declaring(w: Week, terms: Account, seat: int, plays: str) -> Reason:
    """Declaring now against the best later week."""
    index = float(w.talked.declare_index)
    found = Reason(
        w.setting.names[seat], "declaring now against waiting", UTILITY, index, part(terms.declaration)
    )
    note = "" if plays == DOCTRINE else f"as doctrine would; it plays {plays}"
    return replace(found, verdict=verdict(w, index), note=note)


def verdict(w: Week, index: float) -> str:
    """What the rules and the declaration index say."""
    if not may_declare(w.setting, w.traits, w.talked):
        return "may not"
    if index < 0.0:
        return "wait"
    return "now" if talks_failed(w.setting, w.traits, w.talked) else "now, were the talks over"


def domestic_vote(w: Week, terms: Account, seat: int) -> list[Reason]:
    """Until the vote in the title holder's country: the challenger's chance, on the logit scale."""
    due = w.number <= w.traits.election_week < NEVER
    if not w.setting.title_holder[seat] or w.talked.challenger_won >= 0 or not due:
        return []
    chance = float(challenger_chance(w.setting, w.traits, w.talked))
    index, note = float(total(terms.vote)), f"a chance of {100 * chance:.0f} %"
    name = "the challenger at the vote"
    return [Reason(w.setting.names[seat], name, LOGIT, index, part(terms.vote), note=note)]


def mediating(w: Week, terms: Account, seat: int, plays: str) -> list[Reason]:
    """A text that is floated, as a mediator sees it: its worth beside that of no agreement."""
    k = floated_text(w) if w.talked.session and w.setting.mediator[w.number, seat] else -1
    if k < 0:
        return []
    option, found = outside_option(w, terms, seat), package(w, terms, seat, k)
    blocks, floats = w.said.blocks[seat, k], w.said.text[seat] == k
    verdict = "keeps it off the table" if blocks else "floats it" if floats else "lets it be tabled"
    note = f"worth {found.total:.1f}, no agreement {option.total:.1f}"
    return [option, replace(found, verdict=verdict, note=also(note, plays))]
