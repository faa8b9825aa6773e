"""Bargaining models that a scenario's rule `bargaining` can choose; one file each.

`concession` is the model of the talks; the others of the design come with an issue of their own.
"""
