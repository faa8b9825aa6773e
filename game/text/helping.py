"""What `help` says."""

from game.text.words import Catalogue

HELP: Catalogue = {
    "": "Each week has two beats. Talk: notes, soundings, texts. Decide: everything else, sealed, all at once. "
    "Choose as many acts as your purse allows, then `done`.\n"
    "See: status, news, moves, moves closed, why MOVE, look SEAT, notes, ledger, goals, score, odds, hint, calendar, "
    "level.\n"
    "Act: type a move with its values, as `lobby GR 2 against`, or its number and the values.\n"
    "Go on: done (next beat), skip (to the next sitting), standing ACT; ACT (what is done in the weeks between).\n"
    "Back: undo act (the last one), undo (as far as the level allows).\n"
    "Game: save FILE, load FILE, quit.\n"
    "help WORD tells more: `help odds`, `help lobby`; `help acts` lists what can be promised or asked for.",
    "status": "The state of things in numbers, and yours.",
    "news": "Everything that has changed since you last decided.",
    "moves": "Every open act of this beat with cost and effect; `moves closed` gives what is closed and why.",
    "why": "`why MOVE`: what a move does, what it costs, what answers it, and why it is closed if it is.",
    "look": "`look SEAT`: what you know and believe of a seat; soundings narrow it.",
    "notes": "The week's notes to you and from you, with the answers.",
    "ledger": "Promises that you know of, by number.",
    "goals": "What you play for, and where it stands.",
    "score": "What you would score if the game ended now, as far as you know.",
    "odds": "Your staff weighs what you have chosen so far against doing nothing, and against what your ministry "
    "would do. It plays on with your standing orders until the next sitting and with your ministry from then on; a "
    "difference below 0.1 points does not count. How often, and how exactly, depends on the level.",
    "hint": "Your staff tries a handful of acts and names the best: three times a game, for an attache.",
    "calendar": "Dates, sittings, the deadline.",
    "done": "Ends the beat: what you chose is sealed and played.",
    "skip": "Plays on to the next sitting, or until something concerns you; votes and answers are given for you.",
    "standing": "`standing ACT; ACT` sets what is done for you between sittings, `standing none` takes it back, "
    "`standing` shows it.",
    "undo": "`undo act` takes the last act back; `undo` takes all of this beat back, then as much as the level "
    "allows.",
    "save": "`save FILE` keeps the game in a new file, line by line from now on.",
    "load": "`load FILE` goes on with a game that was kept.",
    "quit": "Leaves. A game that is not kept in a file is gone.",
    "level": "The level is chosen when a game begins: attache, ambassador or minister. It sets how others play, how "
    "exactly and how often your staff tells odds, whether it gives hints, how often private acts leak and what can "
    "be taken back. Nobody cheats, and your purse is the same. As others play and leak otherwise, a game of the same "
    "seed goes another way at another level.",
    "help": "`help` or `help WORD`.",
}
"""By the word asked about; the first for `help` alone. Acts are explained by `why`."""

ACTS: Catalogue = {
    "head": "What can be promised, asked for or offered in a note; `until` (or `by`) a day, else to the end:",
    "act": "{act}: {means}. As {example}",
    "foot": "Such as: {example}",
    "day": " until {day}",
}
MEANT: Catalogue = {
    "declare": "the declarer declares by a day",
    "not_declare": "the declarer does not declare before a day",
    "recognise": "a state recognises by a day",
    "not_recognise": "a state does not recognise before a day",
    "vote_yes": "a yes on a text",
    "vote_no": "a no on a text",
    "abstain": "an abstention on a text",
    "back": "a yes on a text; abstaining does not break it",
    "block": "a no on a text",
    "commit_at_most": "a patron stands behind its client at this level at most",
    "stop_lobbying": "one does not lobby this state",
    "coordinate": "so many weeks of work on coordination",
    "offer_at_most": "a party offers this package at most",
    "offer_at_least": "a party offers this package at least",
    "keep_path_open": "a member does not vote against holding out the path",
    "no_measures": "who holds the title carries out no measures",
    "reinforce": "a contributor sends troops",
}
"""What each checkable act means, by its word."""
