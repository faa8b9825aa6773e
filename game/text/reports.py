"""The sentences of the news."""

from game.text.words import Catalogue

NEWS: Catalogue = {
    "declared": "{who}: independence is declared.",
    "agreed": "An agreement has been signed: {which}.",
    "visit": "{who} has visited {to}.",
    "put off": "The Council's votes of the week are put off by a week.",
    "amended": "{who} has had the chair's text amended: carried, it does half as much.",
    "path": "{who} has signed what the union offers.",
    "election government": "The government has won the vote.",
    "election challenger": "The challenger has won the vote.",
    "recognised": "Recognised by {who}.",
    "incident": "Violent incidents: {count}.",
    "follows": "Others follow: {which}.",
    "promise kept": "{who} has kept its word to {to}: {which}.",
    "promise broken": "{who} has broken its word to {to}: {which}.",
    "promise released": "{who} is released from its word to {to}: {which}.",
    "promise pressed": "{to} holds up in public the word that {who} has broken: {which}.",
    "exposed": "What has come out costs credit: {who}.",
    "lie": "{to} has found out that {who} told it something false.",
    "hint": "{who} lets {to} see that it keeps its word to it with difficulty.",
    "announced": "{who} will recognise, and says so.",
    "refused": "{who} will not recognise, for good.",
    "delayed": "{who} holds recognition up by a named step.",
    "doubters": "With the doubters now: {who}{now}.",
    "pioneers": "With the pioneers now: {who}{now}.",
    "group": "; {count} in all: {who}",
    "left": "In no group any more: {who}.",
    "committed": "In public behind its client: {who}.",
    "measures announced": "{who} announces measures.",
    "measures carried out": "{who} carries measures out.",
    "date": "{who} has set a date for declaring: {which}.",
    "safeguards": "{who} binds itself to safeguards.",
    "practical": "Practical deals struck between the parties: {count}.",
    "assured": "Safeguards are given by name to {who}.",
    "path refused": "{who} has refused the path.",
    "session": "Sessions held without agreement: {count}.",
    "walked out": "{who} has walked out.",
    "note": "{who} has handed in a note of its own beside the report.",
    "text": "The mediators have tabled {which}.",
    "spoke": "{who} on {which}.",
    "came out": "Something private is in the papers: {which}.",
    "calm": "{who} calls its side to calm.",
    "reassured": "{who} reassures at home.",
    "date moved": "{who} has moved the date for declaring to {which}.",
    "deadline": "The deadline has passed; nothing is agreed.",
    "deadline moved": "The deadline has been moved.",
    "stepped back": "No longer in public behind its client: {who}.",
    "draft": "{who} brings a text to the Council: {which}.",
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
    "promised": "{maker} promises {receiver} to {term}{public}.",
    "warned": "{maker} warns {receiver}: it will {term}, unless {receiver} will {unless}{public}.",
    "toward": "{who} leans more toward recognition ({before} to {after}).",
    "away": "{who} leans further from recognition ({before} to {after}).",
}
"""What a seat sees for itself: promises, and where others lean."""
