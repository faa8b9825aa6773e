"""Commands as they are typed in a terminal so many columns wide."""

from typer.testing import CliRunner

from sim.cli import app


def call(*args, columns=100):
    """What a command does."""
    return CliRunner().invoke(app, list(map(str, args)), env={"COLUMNS": str(columns)})


def refused(*args):
    """The lines that a wrong command prints; nothing on standard output, status 2, no traceback."""
    done = call(*args)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert lines
    assert all(line.startswith("error: ") for line in lines)
    return lines
