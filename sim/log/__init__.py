"""The log of a game: JSON lines from which the game is played again. A game is its log.

The first line says which game it is; every later one is an event: what a seat submitted, what a person
decided about the game, and after every beat that was played what happened in it, as facts, never as
computed numbers. Each line carries a short checksum of itself and of all lines before it. A file grows by
one synced line at a time; a last line without its end is dropped and kept beside the file. To go back is a line
too: the lines that stand are those up to the one it names, and what follows it.

`lines` says what a line is; `whole` keeps a log, in memory and in its file; `files` writes and syncs;
`reading` refuses what is damaged; `replay` plays the lines again.
"""
