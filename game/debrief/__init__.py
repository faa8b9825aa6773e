"""After the game: turning points, the same story beside what happened, and all of it as a page and as a transcript."""
