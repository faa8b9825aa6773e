"""A block of finished worlds as a Parquet file, and back: a row per world, the columns of `sim.columns`.

Null stands for what is not defined in a world: a week that never comes, a vote that is never held.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np

from sim.arrays import NEVER, Array, Index, Mask
from sim.columns import NUMBER, TEXT, WEEK, WEEKLY, WHOLE, YES_NO, Column, columns
from sim.extras import need
from sim.measures import Finished
from sim.schema import Scenario
from sim.setting import Setting

OWN = b"finalstatus"
"""What a file says of itself stands under this key of its schema."""
LEVEL = 1
"""Of compression with zstd; higher ones take twice the time for a few per cent."""


@dataclass(frozen=True)
class Form:
    """How the blocks of one run are written."""

    scenario: Scenario
    setting: Setting
    seed: int
    measures: tuple[str, ...]

    @cached_property
    def columns(self) -> list[Column]:
        """Every column, in order."""
        return columns(self.scenario, self.setting, self.measures)

    @cached_property
    def recognising(self) -> Index:
        """The seats that have a column for the week of recognition."""
        return np.flatnonzero(self.setting.recogniser | self.setting.member)

    @cached_property
    def schema(self) -> Any:
        """The schema of every file, each field with its description."""
        arrow = need("pyarrow", "results")
        kinds = {
            WHOLE: arrow.int64(),
            TEXT: arrow.dictionary(arrow.int8(), arrow.string()),
            NUMBER: arrow.float64(),
            YES_NO: arrow.bool_(),
            WEEK: arrow.int16(),
            WEEKLY: arrow.list_(arrow.field("element", arrow.uint8()), self.setting.weeks),
        }
        own = {"scenario": self.scenario.id, "seed": self.seed, "measures": self.measures}
        return arrow.schema(
            [
                arrow.field(
                    c.name,
                    arrow.float32() if c.name.startswith("stance_") else kinds[c.kind],
                    metadata={"description": c.text, "unit": c.unit, "null": c.null},
                )
                for c in self.columns
            ],
            metadata={OWN: json.dumps(own)},
        )

    def encode(self, parts: Sequence[Finished], first: int) -> bytes:
        """The file of some worlds, whole.

        first   the number of the first of them
        """
        arrow, parquet = need("pyarrow", "results"), need("pyarrow.parquet", "results")
        done = together(parts)
        found = self._arrays(arrow, done, first)
        table = arrow.table([found[name] for name in self.schema.names], schema=self.schema)
        to = io.BytesIO()
        parquet.write_table(
            table, to, compression="zstd", compression_level=LEVEL, use_dictionary=self._few(done)
        )
        return to.getvalue()

    def _few(self, done: Finished) -> list[str]:
        """The columns with few different values, in which a dictionary saves room: the first worlds tell."""
        few = [name for name, values in done.measures.items() if len(np.unique(values[:1024])) <= 256]
        return [c.name for c in self.columns if c.kind in (TEXT, WEEK, YES_NO) or c.name in few]

    def _arrays(self, arrow: Any, done: Finished, first: int) -> dict[str, Any]:
        setting = self.setting
        codes, names = arrow.array(done.outcome.astype(np.int8)), list(self.scenario.outcomes)
        out: dict[str, Any] = {
            "world": arrow.array(np.arange(first, first + len(done.outcome), dtype=np.int64)),
            "outcome": arrow.DictionaryArray.from_arrays(codes, names),
        }
        for name, values in done.measures.items():
            out[name] = arrow.array(values.astype(np.float64), mask=np.isnan(values))
        for i in self.recognising.tolist():
            week = done.recognised_week[:, i]
            never = week >= setting.weeks
            out[f"recognised_{setting.actors[i]}"] = arrow.array(
                np.where(never, 0, week).astype(np.int16), mask=never
            )
        for i in np.flatnonzero(setting.member).tolist():
            vote = done.mission_backed[:, i]
            out[f"mission_{setting.actors[i]}"] = arrow.array(vote > 0.5, mask=np.isnan(vote))
        for i in np.flatnonzero(setting.recogniser).tolist():
            out[f"stance_{setting.actors[i]}"] = arrow.array(done.stance[:, i].astype(np.float32))
        points = np.clip(np.rint(done.tension), 0, 100).astype(np.uint8)
        out["tension"] = arrow.FixedSizeListArray.from_arrays(
            arrow.array(points.ravel()), type=self.schema.field("tension").type
        )
        return out

    def read(self, data: bytes, names: Sequence[str]) -> dict[str, tuple[Array, Mask]]:
        """Some columns of a file: numbers, and where they are defined; an outcome is its place among the classes."""
        parquet = need("pyarrow.parquet", "results")
        table = parquet.read_table(io.BytesIO(data), columns=list(names))
        return {name: self._plain(table[name].combine_chunks(), name) for name in names}

    def _plain(self, values: Any, name: str) -> tuple[Array, Mask]:
        """One column as numbers, and where it is defined."""
        defined = np.asarray(values.is_valid())
        if name == "outcome":
            place = {text: i for i, text in enumerate(self.scenario.outcomes)}
            codes = np.array([place[text] for text in values.dictionary.to_pylist()], dtype=np.float64)
            return codes[np.asarray(values.indices)], defined
        if name == "tension":
            weekly = np.asarray(values.flatten()).reshape(len(values), -1)
            return weekly.astype(np.float64), defined
        plain = values.fill_null(False if values.type == "bool" else 0)
        return np.asarray(plain).astype(np.float64), defined

    def decode(self, data: bytes) -> Finished:
        """The worlds of a file as they were handed in; what no column holds is as of an actor that does nothing."""
        setting, found = self.setting, self.read(data, self.schema.names)
        worlds = len(found["world"][0])
        recognised = np.full((worlds, len(setting.actors)), NEVER, dtype=np.int64)
        backed, stance = np.full(recognised.shape, np.nan), np.zeros(recognised.shape)
        for i in self.recognising.tolist():
            recognised[:, i] = with_gaps(found[f"recognised_{setting.actors[i]}"], float(NEVER)).astype(
                np.int64
            )
        for i in np.flatnonzero(setting.member).tolist():
            backed[:, i] = with_gaps(found[f"mission_{setting.actors[i]}"], np.nan)
        for i in np.flatnonzero(setting.recogniser).tolist():
            stance[:, i] = found[f"stance_{setting.actors[i]}"][0]
        gone = recognised[:, setting.member]
        return Finished(
            outcome=found["outcome"][0].astype(np.int64),
            measures={name: with_gaps(found[name], np.nan) for name in self.measures},
            recognised_week=recognised,
            mission_backed=backed,
            heads=np.stack([(gone <= week).sum(-1) for week in range(setting.weeks)], axis=-1),
            tension=found["tension"][0],
            stance=stance,
        )


def with_gaps(column: tuple[Array, Mask], gap: float) -> Array:
    """A column with something in place of what is not defined."""
    return np.where(column[1], column[0], gap)


def together(parts: Sequence[Finished]) -> Finished:
    """Blocks of worlds as one."""
    if len(parts) == 1:
        return parts[0]
    joined: dict[str, Any] = {}
    for name in (f.name for f in fields(Finished)):
        own = [getattr(p, name) for p in parts]
        joined[name] = merged(own) if isinstance(own[0], Mapping) else np.concatenate(own)
    return Finished(**joined)


def merged(parts: Sequence[Mapping[str, Array]]) -> dict[str, Array]:
    """Measures of blocks as those of one."""
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}


def measures_in(data: bytes) -> tuple[str, ...]:
    """The names of the measures that a file holds."""
    found = need("pyarrow.parquet", "results").read_schema(io.BytesIO(data))
    return tuple(json.loads(found.metadata[OWN])["measures"])


def documented(form: Form) -> list[dict[str, str]]:
    """The schema field by field, as plain values."""
    return [
        {"name": c.name, "type": str(field.type), "unit": c.unit, "what": c.text, "null": c.null}
        for c, field in zip(form.columns, form.schema, strict=True)
    ]
