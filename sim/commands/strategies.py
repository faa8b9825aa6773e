"""`finalstatus strategies`: how a seat may decide."""

import json
from textwrap import fill

from sim.commands.options import JsonOption, standard_output


def strategies(as_json: JsonOption = False) -> None:
    """List the strategies that --strategy gives to an actor: name, idea, source."""
    found = about()
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    width = standard_output().width

    def told(name: str) -> str:
        lines = (found[name]["idea"], found[name]["source"])
        body = (fill(line, width, initial_indent="    ", subsequent_indent="    ") for line in lines)
        return "\n".join([name, *body])

    own = "Yours: a function View -> Moves in a file here, such as --strategy all=mine:bold for bold() in mine.py."
    print("\n\n".join([*map(told, found), fill(own, width)]), flush=True)


def about() -> dict[str, dict[str, str]]:
    """Idea and source of each strategy: the first line and the first paragraph of its file's docstring."""
    import sys

    from sim.strategies import STRATEGIES

    out: dict[str, dict[str, str]] = {}
    for name, strategy in STRATEGIES.items():
        doc = sys.modules[strategy.__module__].__doc__ or "\n\n"  # python -OO keeps none
        first, _, rest = doc.partition("\n\n")
        idea = first.partition(": ")[2].strip()
        source = " ".join(rest.partition("\n\n")[0].replace("*", "").split())
        out[name] = {"idea": idea[:1].upper() + idea[1:], "source": source}
    return out
