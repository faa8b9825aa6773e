"""What a seat's staff says: odds and hints."""

from game.text.words import Catalogue

ODDS: Catalogue = {
    "head": "Your staff plays {worlds} courses of events, as far as you can know. {assumed} Marked is what your plan "
    "clearly changes, beside doing nothing and beside your ministry's usual moves.",
    "head nothing": "Your staff plays {worlds} courses of events, as far as you can know, with nothing chosen. "
    "{assumed}",
    "assumed": "It takes it that your standing orders (now: {orders}) act until the next sitting, {when}, and that "
    "your ministry decides all else that is still to come.",
    "in the week": "in the week of {day}",
    "about": "in about the week of {day}",
    "assumed to the end": "It takes it that your standing orders (now: {orders}) act until the end.",
    "no orders": "none",
    "recognises": "You yourself recognise in {chance} of the courses: that comes in its own time, even with nothing "
    "ordered, unless you delay or refuse it, or have promised not to.",
    "goal": "{text} {share}{change}.",
    "score": "Points in the end: {points}{change}.",
    "change": "; {by} {than}",
    "than nothing": "than doing nothing",
    "than usual": "than your ministry's usual moves",
    "than either": "than either",
    "better": "better",
    "worse": "worse",
    "same": "What you have chosen makes no clear difference, neither to doing nothing nor to your ministry's usual "
    "moves.",
    "same as nothing": "No clear difference to doing nothing.",
    "same as usual": "No clear difference to your ministry's usual moves.",
    "nothing as usual": "Your ministry's usual moves would make no clear difference.",
    "left": "Questions left this sitting: {left}.",
    "range": "{low} to {high}",
    "no range": "half or more of the courses: {low}",
    "in half": "half of the courses: {low} to {high}",
    "percent": "{low} to {high}%",
    "exactly": "{percent}%",
    "number": "{mean} of {most} points ({range})",
    "chance": "{mean} of {most} points (all of them in {chance} of the courses, else none)",
    "worded": "{word}: {range} of {most} points in half of the courses",
    "worded chance": "{word}: all of its {most} points in {chance} of the courses, else none",
    "ranged": "{range} of {most} points in half of the courses",
    "ranged chance": "All of its {most} points in {chance} of the courses, else none",
    "points": "{mean} ({range}; standard error of the mean: {error})",
    "points ranged": "{range} in half of the courses",
    "gain": "{value} points {way}",
    "gain between": "{low} to {high} points {way}",
    "little": "a little {way}",
    "little by": "a little {way} ({value:+.1f})",
    "clearly": "clearly {way}",
    "hint": "Your staff would {deed} (`{line}`): {goal}{gain} points more in the end.",
    "hint goal": '"{goal}" {before} to {after} of {most} points, ',
    "sounding": "Until a declaration your staff takes a state's readiness to be what it says in public: this will not "
    "move its odds.",
    "no hint": "Your staff sees nothing that would clearly help now. This costs no hint.",
    "hints left": "Hints left in this game: {left}.",
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
SHARES = (
    (5, "next to nothing"),
    (25, "little of it"),
    (45, "less than half of it"),
    (55, "about half of it"),
    (75, "more than half of it"),
    (95, "most of it"),
    (101, "nearly all of it"),
)
"""What is called so a share, below so many per cent, of the points of a goal."""
