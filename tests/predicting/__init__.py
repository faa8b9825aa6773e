"""How well models of bargaining predict decisions of the Union: what `tests/deu.py` is made of."""
