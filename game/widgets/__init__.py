"""What screens are made of; each writes boxes on a page and says how tall it is.

from game.widgets import Choice, button, choices, dialog, entry, log, row, slider, stepper, table, tabs, toast
"""

from game.widgets.buttons import Choice, button, button_height, button_width, choices, tabs
from game.widgets.entering import entry, slider, stepper
from game.widgets.floating import DIALOG, TIP, TOAST, dialog, tooltip
from game.widgets.floating import toast as toast
from game.widgets.lists import fact, heading, log, paragraphs, row, table

__all__ = [
    "DIALOG",
    "TIP",
    "TOAST",
    "Choice",
    "button",
    "button_height",
    "button_width",
    "choices",
    "dialog",
    "entry",
    "fact",
    "heading",
    "log",
    "paragraphs",
    "row",
    "slider",
    "stepper",
    "table",
    "tabs",
    "toast",
    "tooltip",
]
