"""A run told on one page: `finalstatus report`.

content.py   what the page says, as plain values
stances.py   what the actors want, with the evidence for it
figures.py   its figures as SVG, text kept as text
map.py       the map of recognition
page.py      the page itself, from `page.html`; every number in it is a `data` element with its value
"""
