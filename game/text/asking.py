"""The strings with which a player is asked, warned or refused."""

from game.text.words import Catalogue

BINDING: Catalogue = {
    "public": "This binds you in public: breaking it costs {word} credit and {home} standing at home.",
    "private": "This binds you: breaking it costs {word} credit.",
    "if agreed": "Agreed, this binds you: breaking it costs {word} credit.",
    "date": "This binds you in public: each delay costs {cost} credit and {cost} standing at home.",
    "for good": "A declaration cannot be taken back once it is played.",
    "no vote": "You have not voted on {on}: that is an abstention.",
    "confirm": "`done` again leaves it so; `undo act` takes the last act back.",
    "last": "The last question: declare independence this week? `done` a third time declares.",
    "dropped": "Not ended with `done`, and lost: {acts}.",
    "unkept": "The game is kept in no file: `save FILE` keeps it.",
    "leave": "`quit` again leaves.",
    "own side": "Your own side, as none was named.",
}
"""What is said before something cannot be taken back."""

QUESTION: Catalogue = {
    "ask": "{occasion}: {options}?",
    "or": "{some}, or {last}",
    "more": " and more",
    "announce": "announce that you will recognise",
}
DATED: Catalogue = {
    "vote": "vote on {on}",
    "accept": "sign what is offered",
    "offer": "make an offer",
    "agenda": "table a text",
    "exhausted": "report that the talks are exhausted",
    "separate_note": "hand in a note of your own",
    "take_path": "sign what the union offers",
    "carry_out_measures": "carry out your measures",
    "recognise": "recognise now, later or never",
    "declare": "declare",
}
"""What the week brings, as a seat can be asked for it at a sitting, by the word that types it."""
CHOICES: Catalogue = {
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
"""What can be done at any time."""
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
    "other beat": "; `done` ends this beat.",
    "again": "{word}: you have chosen exactly that already.",
    "clash": "{word}: it does not go with what you have chosen, {chosen}: {why}",
    "full": "{word}: a week allows {most} paid moves, and you have chosen as many.",
    "poor": "{word}: it costs {cost}, and after what you have chosen you have {left} left.",
}
