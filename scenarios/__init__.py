"""Scenarios, rubric and codings: data, read through importlib.resources."""
