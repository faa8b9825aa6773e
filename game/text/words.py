"""Every string that a player reads in text mode, in one place.

Sentences have named places in braces, filled with `str.format`. A face with a window reads the same catalogue.
"""

from collections.abc import Mapping

Catalogue = Mapping[str, str]

BEATS: Catalogue = {
    "talk": "Talk: notes, soundings, texts",
    "answer": "Answer: notes wait for you; what is not answered lapses",
    "decide": "Decide: sealed, all at once",
}

EFFECTS: Catalogue = {
    "sound_out": "narrow what you believe of a seat",
    "ask": "ask a seat for an act",
    "bargain": "an act of theirs for one of yours",
    "promise": "bind yourself; kept, it earns credit",
    "warn": "unless you do this, I do that",
    "offer": "concede: the process gains, home loses",
    "agenda": "put a text to the parties",
    "block": "keep a text off the table",
    "practical": "a deal that calms, if joined",
    "draft": "bring a text to the Council",
    "caucus_text": "put a line to the members",
    "reply": "yes, no or counter",
    "take_counter": "agree to a counter-offer",
    "statement": "states open to it move a little",
    "lobby": "move one state, for or against",
    "side_payment": "another file moves whom you lobby",
    "leak": "a private promise becomes public",
    "home": "standing at home rises",
    "hold": "keep points for next week",
    "accept": "sign what is on the table",
    "walk_out": "home is pleased, you are blamed",
    "join_practical": "strike the practical deal: it calms",
    "calm": "fewer incidents for three weeks",
    "coordinate": "a declaration shakes less",
    "set_date": "name a week for declaring",
    "safeguards": "waverers come nearer, home grumbles",
    "declare": "irreversible: recognition opens",
    "contest_deadline": "ask for more time",
    "announce_measures": "states nearby think twice",
    "carry_out_measures": "they think harder; your path suffers",
    "take_path": "nearer the union, weaker at home",
    "refuse_path": "farther from it, stronger at home",
    "exhausted": "report: the talks are exhausted",
    "extend": "agree to move the date",
    "hope": "sound hopeful; the process gains",
    "separate_note": "a report of your own; it splits",
    "commit": "stand behind your client, 0 to 3",
    "visit": "move and read one capital",
    "vote": "yes, no or abstain",
    "group": "join doubters or pioneers, or leave",
    "recognise": "now, announce, delay or refuse",
    "guarantee": "no recognition before a day",
    "reassure": "less exposed at home for good",
    "reinforce": "troops come: fewer incidents",
    "demand": "utility that you ask for",
}
"""What an act does, in a few words, by the word that types it."""

ROLES: Catalogue = {
    "title_holder": "who holds the title",
    "declarer": "who would declare",
    "party": "a party",
    "title_patron": "behind who holds the title",
    "declarer_patron": "behind who would declare",
    "chair": "in the chair of the members",
    "doubter": "a doubter among the members",
    "pioneer": "a pioneer among the members",
    "other": "neither a party nor a member",
}

TERMS: Catalogue = {
    "declare": "declare by the end of {until}",
    "not_declare": "not declare before the end of {until}",
    "recognise": "recognise by the end of {until}",
    "not_recognise": "not recognise before the end of {until}",
    "vote_yes": "vote yes on {about} by the end of {until}",
    "vote_no": "vote no on {about} by the end of {until}",
    "abstain": "abstain on {about} by the end of {until}",
    "back": "back {about} by the end of {until}",
    "block": "block {about} by the end of {until}",
    "commit_at_most": "stand behind a client at level {about} at most, until the end of {until}",
    "stop_lobbying": "stop lobbying {about} until the end of {until}",
    "coordinate": "work on coordination by the end of {until} (weeks of it: {about})",
    "offer_at_most": "offer {about} at most, until the end of {until}",
    "offer_at_least": "offer {about} at least, by the end of {until}",
    "keep_path_open": "keep the path open until the end of {until}",
    "no_measures": "carry out no measures until the end of {until}",
    "reinforce": "send troops by the end of {until}",
}
THE_END = "the game"
IN_WEEK = "the week of {day}"

BALLOTS: Catalogue = {
    "more_talks": "more talks (Council)",
    "endorse": "endorsing the new status (Council)",
    "exhausted": "calling the talks exhausted (members)",
    "mission": "the mission (members)",
    "recognise": "recognising together (members)",
    "ground": "a mission under the resolution in force (Council)",
    "take_note": "taking note (Council)",
    "line_timing": "a line on timing (members)",
    "line_path": "holding out the path (members)",
}

NOTE_KINDS: Catalogue = {
    "ask": "{sender} asks {receiver} to {a}.",
    "bargain": "{sender} to {receiver}: if you will {a}, we will {b}.",
    "promise": "{sender} promises {receiver} to {b}.",
    "warn": "{sender} warns {receiver}: unless you {a}, we will {b}.",
}
ANSWERS: Catalogue = {
    "yes": "Answer of {receiver}: yes.",
    "no": "Answer of {receiver}: no{reason}.",
    "counter": "Answer of {receiver}: not so{reason}. It wants you to {counter}; `take_counter {slot}` agrees.",
    "none": "{receiver} has not answered.",
}
REPLIED: Mapping[int, str] = {
    0: "(Not answered.)",
    1: "(You said yes.)",
    -1: "(You said no.)",
    2: "(You made a counter-offer.)",
}
REASON = ", because {reason}"
IN_PUBLIC = " (in public)"

STANCES = (
    (-60.0, "firmly against recognition"),
    (-20.0, "against recognition"),
    (20.0, "undecided"),
    (60.0, "for recognition"),
    (float("inf"), "firmly for recognition"),
)
"""What an expressed stance below so many points is called."""

GROUPS = ("in no group", "with the doubters", "with the pioneers")
COMMITMENTS: Mapping[int, str] = {
    -1: "has stepped back from its client",
    0: "makes no commitment to its client",
    1: "stands a little behind its client",
    2: "stands behind its client",
    3: "stands behind its client in public",
}
FATES = ("", "open", "kept", "broken", "released")
MEMBERS_OF: Catalogue = {
    "party": "a party",
    "member": "a member of the union",
    "patron": "a patron",
    "permanent": "a permanent member of the Council",
    "chair": "in the chair of the members",
    "council": "on the Council now",
    "mediator": "a mediator",
    "none": "one among many",
}

NEWS: Catalogue = {
    "declared": "{who}: independence is declared.",
    "agreed": "An agreement has been signed: {which}.",
    "visit": "{who} has visited {to}.",
    "path": "{who} has signed what the union offers.",
    "election government": "The government has won the vote.",
    "election challenger": "The challenger has won the vote.",
    "recognised": "Recognised by {who}.",
    "incident": "Violent incidents: {count}.",
    "follows": "Others follow: {which}.",
    "promise kept": "{who} has kept its word to {to}: {which}.",
    "promise broken": "{who} has broken its word to {to}: {which}.",
    "promise released": "{who} is released from its word to {to}: {which}.",
}
"""By what happened; see `sim.news`."""

VOTES: Catalogue = {
    "vote": "Vote on {which}: {how}; {parts}.",
    "carried": "carried",
    "failed": "not carried",
    "vetoed": "vetoed",
    "yes": "{count} for{who}",
    "among": " ({who} among them)",
    "no": "{count} against ({who})",
    "abstain": "{count} abstaining ({who})",
}
"""How a vote went."""

CHANGES: Catalogue = {
    "announced": "{who} will recognise, and says so.",
    "refused": "{who} will not recognise, for good.",
    "delayed": "{who} holds recognition up by a named step.",
    "doubters": "With the doubters now: {who}{now}.",
    "pioneers": "With the pioneers now: {who}{now}.",
    "group": "; {count} in all: {who}",
    "left": "In no group any more: {who}.",
    "committed": "In public behind its client: {who}.",
    "measures 1": "{who} announces measures.",
    "measures 2": "{who} carries measures out.",
    "date": "{who} has set a date for declaring: {day}.",
    "safeguards": "{who} binds itself to safeguards.",
    "practical": "The parties have struck a practical deal.",
    "path refused": "{who} has refused the path.",
    "session": "A session was held; nothing was agreed.",
    "walked out": "{who} has walked out.",
    "note": "{who} has handed in a note of its own beside the report.",
    "texts": "The mediators have tabled {which}.",
    "spoke": "{who} on {which}.",
    "leaked": "Something private is in the papers: {count}.",
    "calm": "{who} calls its side to calm.",
    "reassured": "{who} reassures at home.",
    "promised": "{maker} promises {receiver} to {term}{public}.",
    "toward": "{who} leans more toward recognition ({before} to {after}).",
    "away": "{who} leans further from recognition ({before} to {after}).",
}
"""What anybody can see in what changed."""

GAUGES: Catalogue = {
    "tension": "tension",
    "legitimacy": "legitimacy",
    "coordination": "coordination",
    "unity": "unity of the members",
    "recognisers": "recognised by",
    "home": "standing at home",
    "credibility": "credit",
    "path": "candidate's path",
    "incidents": "incidents",
    "troops": "troops",
}

SCREEN: Catalogue = {
    "sitting": "Sitting {number} of {count}, week of {day}. {beat}.",
    "between": "Week of {day}, between sittings. {beat}.",
    "you": "You are {name} ({seat}), {role}. `goals` says what for, `help` what to type.",
    "asked": "You are asked because {why}.",
    "quiet": "Nothing new.",
    "more": "More under `news`.",
    "public": "Of 100: {numbers}.",
    "dated": "Date for the talks: {weeks}. ",
    "own": "You: points left {capital}, paid moves {moves}, standing at home {home}, credit {credibility}.",
    "open": "{number} {word} ({price}): {doc}.",
    "brief": "{number} {word} ({price}).",
    "nothing open": "Nothing is open to you at this beat.",
    "closed": "Closed to you now:",
    "shut": "{word}: {reason}.",
    "all open": "Nothing that your seat has is closed now.",
    "prompt": "Type a number or a word; `moves` tells more, `done` ends the beat.",
    "vote": "To the vote this week: {on}. `vote {ballot} yes`, no or abstain.",
    "bound": "You have promised {receiver} to {term}.",
    "text": "On the table: the mediators' text, {name}. `accept {which}` signs it.",
    "offer": "{who} has offered {name}. `accept {which}` signs it.",
    "put forward": "{who} has put a practical deal forward: {which}. `join_practical` joins in.",
    "drafted": "So far: {acts}.",
    "undrafted": "Nothing chosen yet.",
    "added": "Noted: {act}. Points left: {left}.",
    "dropped": "Taken back: {act}.",
    "beat": "{beat}.",
    "heard": "Sounded out: {name}. {belief}",
    "no notes": "No notes.",
    "from you": "From you, number {slot}: {text}",
    "answer how": "(`reply {sender} {slot} yes`, no, or counter want ACT)",
    "more notes": "More under `notes`.",
    "last week": "Notes of the week before:",
    "no promises": "No promise is known to you.",
    "promise": "{number}. {maker} to {receiver}: {term} ({public}; {fate}).",
    "public word": "public",
    "private word": "private",
    "in return": "in return for {number}",
    "orders default": "Standing orders: hold; votes and answers as your ministry would give them.",
    "orders": "Standing orders: {acts}; votes and answers as your ministry would give them.",
    "over": "The game is over.",
}

WHY: Catalogue = {
    "head": "{name} ({words}): {state}. Costs {price}.",
    "open": "open",
    "other beat": "open at the {beat} beat",
    "irrelevant": "nothing to use it on now",
    "counter": "Answered by: {counter}.",
    "type": "Type: {example}",
}

LOOK: Catalogue = {
    "head": "{name} ({seat}): {roles}.",
    "recognised": "Has recognised, in the week of {day}.",
    "stance": "In public {stance} ({points}, from -100 to 100).",
    "wish": "You believe its wish for the outcome lies between {low} and {high} (0 to 100).",
    "readiness": "You believe its readiness to recognise lies between {low} and {high} (-100 to 100).",
    "own wish": "Your own wish for the outcome: {value} (0 to 100).",
    "own readiness": "Your own readiness to recognise: {value} (-100 to 100).",
    "own package": "To you {package} is worth {value} points of utility.",
    "own no deal": "No agreement is worth {value} to you, as far as you can tell.",
    "vulnerability": "Your own exposure to a precedent: {value} of 100.",
    "credit": "Its word counts {credit} of 100, with you {own}.",
    "group": "It stands {group}.",
    "commitment": "It {commitment}.",
    "announced": "Has announced that it will recognise.",
    "refused": "Has refused for good to recognise.",
    "topic": "Spoke last on {topic}.",
    "promises": "Its promises that you know of: {promises}.",
    "no promises": "You know of no promise of it.",
    "nobody": "You believe nothing more of it.",
}

CALENDAR: Catalogue = {
    "now": "This is the week of {day}, number {week} of {last}.",
    "deadline": "Date set for the talks: {day} ({weeks}).",
    "event": "{day}: {name}.",
    "between": "Between {low} and {high}: {name}.",
    "sitting": "Sitting {number}: {day}. {question}",
    "from to": "{low} to {high}",
    "in a week": "in a week",
    "in weeks": "in {weeks} weeks",
    "this week": "this week",
    "passed": "past",
    "end": "The game ends with the week of {day}.",
}

GOALS: Catalogue = {
    "head": "What you play for: 55 points for your goals, 15 for room at home, 15 for your word, "
    "15 for the good of all.",
    "goal": "{weight} points: {text}",
    "common": "{weight} points, as for all: {text}",
    "now": "Now {value}",
    "unknown": "Nothing to measure yet",
    "scale": "no points at {floor}, all at {target}.",
    "score": "If the game ended now you would have {total} of 100 points, as far as you know: {parts}.",
    "part": "{name} {points} of {most}",
}
PARTS: Catalogue = {"goals": "goals", "home": "room at home", "word": "word", "common": "the good of all"}

ODDS: Catalogue = {
    "head": "Your staff plays {worlds} courses of events, as far as you can know.",
    "goal": "{text} More than half met: {chance}{change}.",
    "nothing": " with nothing chosen, and doctrine afterwards",
    "better": "; {how} better than with nothing chosen",
    "worse": "; {how} worse than with nothing chosen",
    "same": "; no clear difference",
    "score": "Points in the end: {points}{change}.",
    "none left": "Your staff has answered {most} questions this sitting: expected no more until the next.",
    "left": "Questions left this sitting: {left}.",
    "range": "{low} to {high}",
    "range percent": "{low} to {high}%",
    "number": "{value}%, give or take {error}",
    "points": "{value}, give or take {error}",
    "worded": "{word}, {low} to {high}%",
    "gain": "{value} points",
    "little": "a little",
    "clearly": "clearly",
}
LIKELIHOODS = (
    (5, "almost no chance"),
    (15, "very unlikely"),
    (35, "unlikely"),
    (65, "about even"),
    (85, "likely"),
    (95, "very likely"),
    (101, "almost certain"),
)
"""What a chance below so many per cent is called."""

SAID: Catalogue = {
    "refused": "Refused: {reason}",
    "unknown": "unknown command {word!r}; {hint}",
    "number": "expected a number from 1 to {most}, found {found!r}",
    "needs": "number {number} is {word}; type for example: {example}",
    "seat": "expected a seat, as in `look SK`; found nothing",
    "move": "expected a move, as in `why lobby`; found nothing",
    "file": "expected the name of a file, as in `{word} my.game`; found nothing",
    "extra": "{word} takes nothing more; found {found!r}",
    "nothing chosen": "there is no act to take back",
    "all taken": "All that you chose at this beat is taken back.",
    "went back": "Back to the week of {day}.",
    "saved": "The game is kept in {file}, and grows with it.",
    "loaded": "{file}: {seat}, week of {day}.",
    "not a person's": "{file}: expected a game with a person in it, found none",
    "bye": "Goodbye.",
    "end": "End of input: the game stops in the week of {day}.",
    "kept": "It is kept in {file}: `finalstatus play --text --load {file}` goes on.",
    "confirm declare": "This cannot be taken back once played. `done` again declares; `undo act` does not.",
    "confirm vote": "You have not voted on {on}: that is an abstention. `done` again leaves it so.",
    "not used": "not chosen: {act} ({why})",
    "orders": "Standing orders are set.",
    "orders default": "Standing orders are as at the beginning.",
    "played": "The rest of the week goes by.",
    "beat over": "On to the next beat.",
    "over": "The game is over; `quit` leaves.",
    "notice": "Note: {text}",
    "too long": "expected at most {most} characters in a line, found {found}",
    "window": "the window comes later: for now play in the terminal with `finalstatus play --text`",
    "seat of": "expected a seat of {scenario}, found {found!r}; {hint}",
    "load and": "--load: what is loaded brings its own {what}; expected no {option} beside it",
    "level": "--level: expected one of {levels}, found {found!r}; {hint}",
    "both": "--load and --save name the same file; leave --save out, the game is kept in what is loaded",
    "text": "expected text in UTF-8, found other bytes in a line",
}

QUESTION: Catalogue = {
    "ask": "{occasion}: {options}?",
    "or": "{some}, or {last}",
    "more": " and more",
    "announce": "announce that you will recognise",
}
CHOICES: Catalogue = {
    "vote": "vote on {on}",
    "accept": "sign what is offered",
    "offer": "make an offer",
    "agenda": "table a text",
    "exhausted": "report that the talks are exhausted",
    "separate_note": "hand in a note of your own",
    "take_path": "sign what the union offers",
    "recognise": "recognise now, later or never",
    "declare": "declare",
    "carry_out_measures": "carry out your measures",
    "practical": "strike a practical deal",
    "coordinate": "work with your backers",
    "announce_measures": "announce measures",
    "draft": "bring a text to the Council",
    "caucus_text": "put a line to the members",
    "set_date": "name a day",
    "contest_deadline": "ask for more time",
    "commit": "stand behind your client",
    "group": "choose a group",
    "guarantee": "guarantee to wait",
    "visit": "visit a capital",
    "reassure": "reassure at home",
    "reinforce": "send troops",
    "lobby": "work on a waverer",
    "statement": "speak out",
}
"""What a seat can be asked to do at a sitting, the weightiest first, by the word that types it."""
VOTED_ON: Catalogue = {
    "more_talks": "more talks",
    "endorse": "the new status",
    "exhausted": "whether the talks are exhausted",
    "mission": "the mission",
    "recognise": "recognising together",
    "ground": "a mission under the resolution in force",
    "take_note": "taking note",
    "line_timing": "a line on timing",
    "line_path": "the path",
}

REFUSALS: Catalogue = {
    "example": "type for example: {example}",
    "other beat": "; `done` ends this one.",
    "again": "{word}: you have chosen exactly that already.",
    "clash": "{word}: it does not go with what you have chosen, {chosen}: {why}",
    "full": "{word}: a week allows {most} paid moves, and you have chosen as many.",
    "poor": "{word}: it costs {cost}, and after what you have chosen you have {left} left.",
}

DEBRIEF: Catalogue = {
    "head": "Debrief: {outcome}",
    "declared": "Independence was declared in the week of {day}, at coordination {coordination} of 100.",
    "undeclared": "Independence was not declared.",
    "agreed": "Signed: {which}.",
    "recognised": "Recognised by {count}, {members} of them members: {who}.",
    "unrecognised": "Recognised by nobody.",
    "mission": "The mission was decided in the week of {day}, {footing}.",
    "grounded": "on a ground that the Council confirmed",
    "ungrounded": "without new ground from the Council",
    "no mission": "No mission was decided.",
    "calm": "Violent incidents: {incidents}; tension at its peak {peak} of 100.",
    "promises": "Your promises: {kept} kept, {broken} broken, {open} open, {released} released.",
    "score": "Your score: {total} of 100. {parts}.",
    "goal": "{earned} of {weight} points: {text} It came to {value}.",
    "no value": "nothing that can be measured",
    "percentile": "Percentile {percentile}: better than in {share} of 100 histories in which your ministry "
    "played ({worlds:,} histories; half of them between {low} and {high} points).",
    "replay": "This game went back or began as a part of another: no percentile.",
    "others differ": "The histories have doctrine in the other seats, not this game's strategies.",
    "doctrine": "Doctrine in your seat would have come to {points} in this very world, on the same luck.",
    "judged": "What your moves were worth beside doctrine's, on the same luck, all sittings together: {total:+.1f} "
    "points, give or take {error:.1f}.",
    "judgement": "Week of {day}: {gain:+.1f} points, give or take {error:.1f}.",
    "unjudged": "No single sitting stands out from what doctrine would have done.",
    "others": "What the others really wanted:",
    "other": "{name}: {wish}; in the end {ready} at heart ({readiness}), {stance} in public ({points}).",
    "party": "{name}: {wish}.",
    "wish": "an outcome near {mark} ({points})",
    "counting": "Reckoning the histories; this takes a while.",
}

HELP: Catalogue = {
    "": "Each week has two beats. Talk: notes, soundings, texts. Decide: everything else, sealed, all at once. "
    "Choose as many acts as your purse allows, then `done`.\n"
    "See: status, news, moves, moves closed, why MOVE, look SEAT, notes, ledger, goals, score, odds, calendar.\n"
    "Act: type a move with its values, as `lobby GR 2 against`, or its number and the values.\n"
    "Go on: done (next beat), skip (to the next sitting), standing ACT; ACT (what is done in the weeks between).\n"
    "Back: undo act (the last one), undo (as far as the level allows).\n"
    "Game: save FILE, load FILE, quit.\n"
    "help WORD tells more, as `help odds` or `help bargain`.",
    "status": "The state of things in numbers, and yours.",
    "news": "Everything that has changed since you last decided.",
    "moves": "Every open act of this beat with cost and effect; `moves closed` gives what is closed and why.",
    "why": "`why MOVE`: what a move does, what it costs, what answers it, and why it is closed if it is.",
    "look": "`look SEAT`: what you know and believe of a seat; soundings narrow it.",
    "notes": "The week's notes to you and from you, with the answers.",
    "ledger": "Promises that you know of, by number.",
    "goals": "What you play for, and where it stands.",
    "score": "What you would score if the game ended now, as far as you know.",
    "odds": "Your staff weighs what you have chosen so far against doing nothing. How often, and how exactly, "
    "depends on the level.",
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
    "help": "`help` or `help WORD`.",
}
"""By the word asked about; the first for `help` alone. Acts are explained by `why`."""
