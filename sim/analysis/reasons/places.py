"""Why a place follows, and what drives incidents."""

from sim.analysis.reasons.reason import LOG, Reason, part
from sim.analysis.week import Week
from sim.arrays import total
from sim.rules.security import incident_rate
from sim.state import Account


def catching_fire(w: Week, terms: Account, at: int, name: str) -> list[Reason]:
    """The log of a place's hazard over its own, until it has followed."""
    if w.ended.flash_week[at] < w.number:
        return []
    index, threshold = float(total(terms.flash)[at]), float(w.traits.flash_at[at])
    summed, before = float(w.ended.flash_sum[at]), float(w.talked.flash_sum[at])
    note = f"hazard {summed - before:.4f} this week, {summed:.3f} in all; follows at {threshold:.3f}"
    verdict = "follows" if w.ended.flash_week[at] == w.number else ""
    return [Reason(name, "hazard over its own", LOG, index, part(terms.flash, at), verdict, note)]


def striking(w: Week, terms: Account, name: str) -> list[Reason]:
    """The log of the rate of incidents over the opening's."""
    rate = float(incident_rate(w.setting, w.traits, w.talked))
    verdict = "an incident" if w.ended.incidents > w.talked.incidents else ""
    index, note = float(total(terms.incident)), f"{rate:.3f} a week"
    return [Reason(name, "rate over the opening's", LOG, index, part(terms.incident), verdict, note)]
