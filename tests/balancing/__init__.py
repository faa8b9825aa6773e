"""What `tests/balance.py` is made of: one file for each question that it asks of the game."""
