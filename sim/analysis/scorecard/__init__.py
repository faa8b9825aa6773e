"""The forecasts held against what happened, as planned in `scenarios/FROZEN.toml` before any of this was written.

One history of 27 states that watched one another: no test of significance, no claim of calibration. What can
be said is how each score compares with the baselines, and with what the model itself expected to score.
"""
