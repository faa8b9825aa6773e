"""Games at the table, played by chance, and a hash of where they stand."""

import hashlib
import random
import sys
from dataclasses import fields, is_dataclass

import numpy as np

from game.session import Session
from sim.faults import IllegalMove


def state_hash(table):
    """A hash of everything that a table stands at."""
    out = hashlib.sha256(f"{table.week} {table.beat} {table.humans} {table.awaiting()}".encode())

    def add(item):
        for f in fields(item):
            value = getattr(item, f.name)
            if is_dataclass(value):
                add(value)
            else:
                out.update(f.name.encode() + np.ascontiguousarray(value).tobytes())

    add(table.state)
    for seat in table.asked():
        if seat not in table.awaiting():
            add(table._submitted[seat])
    return out.hexdigest()


def play(game, weeks, luck, after=lambda game: None):
    """A game in which two seats lobby by chance, change their orders, take back and leave."""
    while game.week < weeks and not game.finished:
        waits = game.awaiting()
        if not waits:
            game.step()
            after(game)
            continue
        seat, acts = luck.choice(waits), []
        if game.beat == "decide" and luck.random() < 0.7:
            acts = [{"move": "lobby", "target": luck.choice(["CY", "GR", "RO"]), "points": 1}]
        if luck.random() < 0.2:
            game.set_orders(seat, acts or None)
            after(game)
        try:
            game.submit(seat, acts)
        except IllegalMove:
            game.submit(seat, [])
        after(game)
        if luck.random() < 0.15:
            game.undo() if luck.random() < 0.5 else game.withdraw(seat)
            after(game)
    return game


def forward(game, beats):
    for _ in range(beats):
        for seat in game.awaiting():
            game.submit(seat, [])
        game.step()
    return game


def main():
    """`python tests/played.py PATH`: write the log of a game that is kept to be read and played by later versions."""
    game = Session("kosovo_2007", ["XK", "SK"], seed=7, level="attache", path=sys.argv[1])
    word = {"act": "not_declare", "until": "2008-05-31"}
    game.submit("XK", [{"move": "promise", "to": "RS", "give": word, "public": True}])
    game.submit("SK", [])
    game.play_to_next()
    play(game, 10, random.Random(7))
    game.take_over("SK", "hardliner")
    while not game.finished:
        for seat in game.awaiting():
            declares = game.beat == "decide" and not game.table.state.declared
            game.submit(seat, [{"move": "declare"}] if declares else [])
        game.play_to_next()
    print(f"{len(game.log.lines)} lines, {game.outcome}")


if __name__ == "__main__":
    main()
