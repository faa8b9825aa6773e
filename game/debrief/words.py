"""What the debrief says of turning points and of 2007 and 2008, and the headings of its page."""

from collections.abc import Mapping

TURNING: Mapping[str, str] = {
    "head": "Turning points: how much of your goals was to be had, of 100, if all seats had been left to their "
    "ministries from there on, on {lucks} courses of luck; told where it moved by {least} and by three standard "
    "errors.",
    "none": "None: it never moved so much from one sitting to the next.",
    "point": "From the week of {since} to {until}: {before} to {after} (standard error of the change: {error}).",
    "you": "You {deeds}.",
    "news": "In the papers: {news}.",
    "quiet": "Nothing was in the papers.",
    "end": "the end",
}

BESIDE: Mapping[str, str] = {
    "head": "Beside what happened ({title}):",
    "line": "{what}: here {here}; then {then}.",
    "no history": "What happened afterwards is recorded for no scenario with these parties.",
    "agreement": "An agreement by {day}",
    "declaration": "The declaration",
    "recognised": "Recognised by {day}",
    "only here": "Recognised here, not then",
    "only then": "Recognised then, not here",
    "mission": "The mission",
    "council": "The Security Council",
    "election": "The vote in {where}",
    "violence": "Violence: {place}, within {weeks} weeks of the declaration",
    "signed": "signed: {which}",
    "none": "none",
    "week": "in the week of {day}",
    "never": "never",
    "count": "{count} states, {members} of them members",
    "nobody": "nobody",
    "no answer": "no answer",
    "challenger": "the challenger won",
    "government": "the government won",
    "no vote": "no vote",
    "yes": "yes",
    "no": "no",
    "not declared": "no: nothing was declared",
}

PAGE: Mapping[str, str] = {
    "title": "{seat}: a debrief",
    "kind": "Final Status · one game of {scenario}, not what happened",
    "game": "{seat}, {level}, seed {seed}, world {world}.",
    "rules": "Set otherwise than the scenario has it: {rules}.",
    "others": "Strategies of other seats: {others}.",
    "people": "Others at the table: {people}.",
    "came_out": "How it came out",
    "score": "Your score",
    "others_wanted": "What the others really wanted",
    "turning": "Turning points",
    "beside": "Beside 2007 and 2008",
    "weeks": "The game, week by week",
    "what": "what",
    "here": "in this game",
    "then": "in 2007 and 2008",
    "doubtful": "In doubt: {why}.",
    "source": "Sources: {source}.",
    "again": "The game is kept in {file}; `finalstatus play --load {file}` shows it.",
    "week of": "Week of {day}",
    "papers": "In the papers",
    "notes": "Notes",
    "you": "You",
    "nothing": "nothing",
    "foot": "Made by Final Status {version}. Headlines are sentences made from the game's events; nothing here "
    "was said by the persons or states that are named.",
    "suffix": "expected a file that ends in .html or .txt, found {file}",
    "unfinished": "expected a game that is over, found one in the week of {day}",
    "there": "{file}: expected a new file or an earlier debrief, found another file",
    "written": "Written: {file}",
}
