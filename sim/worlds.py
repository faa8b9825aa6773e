"""Ensembles: draw worlds and their luck, play them, run them in blocks. The only file with a random generator.

A draw block is always 1,024 worlds; a number depends on the seed, the name of its stream, the block and
the week alone. So a run is the same for any number of workers, world k can be reopened alone, the first
worlds of a long run are those of a short one, and two rule sets share their luck.
"""

import gc
import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, fields
from itertools import chain, islice
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from zlib import crc32

import numpy as np

from sim.arrays import NEVER, Array, Index, Mask, untouched
from sim.compile import compile_setting
from sim.diary import Diary, Noted
from sim.faults import nearest
from sim.idle import idle
from sim.ledger import OPEN
from sim.measures import Finished, classify, measure
from sim.papers import Papers
from sim.results import Results
from sim.rules import opening, step
from sim.rules.word import nothing_promised
from sim.sampling import sample
from sim.schema import Scenario
from sim.setting import Setting
from sim.state import Moves, Shocks, State, Traits
from sim.strategies import AT_SESSIONS, QUIET, LooksAhead, Strategy, find, name_of
from sim.strategies.doctrine import doctrine
from sim.strategies.planner import Foresight
from sim.totals import Adding, Totals
from sim.views import observe

if TYPE_CHECKING:
    from sim.fast.kernel import Kernel

DRAW_BLOCK = 1024
"""Worlds that share a random generator; compute blocks are multiples of it."""

AHEAD = 4
"""Blocks handed out ahead of the one that is waited for, per worker."""

EVERYONE = "all"
"""Stands for every actor that is not named, where strategies are given."""

Seats = list[tuple[Index, Strategy]]
"""Groups of seats (their indices) that decide by the same strategy."""


@dataclass(frozen=True)
class Job:
    """What a worker needs to play any block of a run."""

    scenario: Scenario
    setting: Setting
    seed: int
    strategies: Mapping[str, Strategy]
    kernel: "Kernel | None" = field(default=None, kw_only=True)
    """the game compiled, where that pays (`sim.fast.ready`)"""


class Elsewhere(Protocol):
    """Workers that are no processes of this machine: a cluster (`sim.cluster`)."""

    def stream(self, job: Job, blocks: Iterable[tuple[int, int]]) -> Generator[Finished]:
        """Some draw blocks of a run in the order given, as the function `stream` below."""
        ...


Workers = int | Elsewhere | None
"""Who plays: so many processes here, a cluster, or as many processes as there are processors."""


def uniforms(seed: int, stream: str, block: int, week: int, n: int, worlds: int = DRAW_BLOCK) -> Array:
    """The uniform numbers of one stream for the first worlds of one draw block, in one week. (world, n)

    A generator gives its numbers world by world, so fewer worlds have the first of them.
    """
    key = [seed, crc32(stream.encode()), block, week]
    return np.random.default_rng(key).random((worlds, n))


Numbers = Callable[[int, str, int, int, int, int], Array]
"""What gives the numbers of a stream: `uniforms`, or a design that sets some of them (`sim.analysis.sensitivity`)."""


def draw_traits(
    scenario: Scenario,
    setting: Setting,
    seed: int,
    block: int,
    worlds: int = DRAW_BLOCK,
    numbers: Numbers = uniforms,
) -> Traits:
    """The traits of the first worlds of a draw block."""
    return sample(scenario, setting, lambda name, n: numbers(seed, name, block, 0, n, worlds))


def draw_shocks(
    setting: Setting,
    seed: int,
    block: int,
    week: int,
    worlds: int = DRAW_BLOCK,
    numbers: Numbers = uniforms,
) -> Shocks:
    """The luck of a week for the first worlds of a draw block."""
    pair = numbers(seed, "week", block, week, 2, worlds)
    luck = numbers(seed, "luck", block, week, len(setting.actors), worlds)
    talks = numbers(seed, "talks", block, week, 1, worlds)[:, 0]
    return Shocks(luck=luck, incident=pair[:, 0], election=pair[:, 1], talks=talks)


def chosen(scenario: Scenario, strategies: Mapping[str, Strategy | str]) -> dict[str, Strategy]:
    """Strategies by actor id, and by `all` for the actors that are not named.

    Actors are known by id, name or alias in any case, strategies by name or as `module:function`.

    ValueError: an actor or a strategy that there is not, with the nearest one; an actor given twice.
    """
    called = {
        text.casefold(): id_ for id_, a in scenario.actors.items() for text in (id_, a.name, *a.aliases)
    }
    called.setdefault(EVERYONE, EVERYONE)
    out: dict[str, Strategy] = {}
    for who, strategy in strategies.items():
        seat = called.get(who.strip().casefold())
        if seat is None:
            names = [*(a.name for a in scenario.actors.values()), *scenario.actors]
            raise ValueError(
                f"expected an actor of {scenario.id} or all, found {who!r}; {nearest(who, names)}"
            )
        if seat in out:
            raise ValueError(f"expected one strategy for {seat}, found a second one, for {who!r}")
        out[seat] = find(strategy) if isinstance(strategy, str) else strategy
    return out


def by_seat(scenario: Scenario, strategies: Mapping[str, Strategy | str]) -> dict[str, Strategy]:
    """Strategies by actor id, what is said of `all` given to everyone who is not named. ValueError: as `chosen`.

    A strategy that looks ahead is given what it needs of the scenario.
    """
    picked = chosen(scenario, strategies)
    given = {id(strategy): foreseeing(scenario, strategy) for strategy in picked.values()}
    out = {who: given[id(strategy)] for who, strategy in picked.items()}
    rest = out.pop(EVERYONE, None)
    return out if rest is None else {actor: out.get(actor, rest) for actor in scenario.actors}


def foreseeing(scenario: Scenario, strategy: Strategy) -> Strategy:
    """A strategy that looks ahead, with a forecast for this scenario; any other as it is."""
    if not isinstance(strategy, LooksAhead):
        return strategy
    from sim.ahead import Ahead  # which plays worlds itself

    return Ahead(strategy, scenario)


def seat_groups(setting: Setting, strategies: Mapping[str, Strategy]) -> Seats:
    """Seats by strategy; doctrine for who is not named."""
    groups: dict[int, tuple[Strategy, list[int]]] = {}
    for i, actor in enumerate(setting.actors):
        strategy = strategies.get(actor, doctrine)
        groups.setdefault(id(strategy), (strategy, []))[1].append(i)
    return [(np.array(seats, dtype=np.int64), strategy) for strategy, seats in groups.values()]


def gather(parts: Sequence[tuple[Index, Moves]], nothing: Moves) -> Moves:
    """The moves of all actors out of the moves of groups of seats; who is in no group does nothing."""
    lead, actors = nothing.offer.ndim - 1, nothing.offer.shape[-1]
    if len(parts) == 1 and len(parts[0][0]) == actors:
        return parts[0][1]
    at = (slice(None),) * lead
    out: dict[str, Any] = {}
    for name in (f.name for f in fields(Moves)):
        own = [(seats, getattr(moves, name)) for seats, moves in parts]
        out[name] = full = getattr(nothing, name)
        if all(as_made(value, full) for _, value in own):
            continue
        out[name] = full = full.copy()
        for seats, value in own:
            full[(*at, seats)] = value
    return Moves(**out)


def as_made(value: Array, nothing: Array) -> bool:
    """Has nobody written to a field of the moves, nor given it another value for all at once?"""
    return untouched(value) and (not value.size or bool(value.flat[0] == nothing.flat[0]))


def awaiting(setting: Setting, state: State, beat: str) -> Index:
    """The seats that have something to decide at a beat. (seat,)

    talk: who negotiates; answer: who has been written to; decide: everybody, the voters of the Council too.
    """
    if beat == "answer":
        return written_to(state)
    who = setting.negotiator if beat == "talk" else np.ones_like(setting.negotiator)
    return np.flatnonzero(who)


def written_to(state: State) -> Index:
    """The seats that have a note to answer, in any world. (seat,)"""
    to = np.where(state.note[..., 0] > 0, state.note[..., 1], -1)
    return np.unique(to[to >= 0])


def heard_out(setting: Setting, state: State, strategy: Strategy, at: Index, beat: str) -> Index:
    """Which of the seats of a strategy are asked at a beat. (seat,)

    Who does nothing at the talk beat but at a session (`AT_SESSIONS`) is not asked in a week without one.
    """
    if beat == "talk" and strategy in AT_SESSIONS:
        sits = (setting.party | setting.mediator[state.week]) & bool(state.session.any())
        return at if sits[at].any() else at[:0]
    if beat == "answer":
        return at[np.isin(at, written_to(state))]
    return at


def decide(setting: Setting, traits: Traits, state: State, shocks: Shocks, seats: Seats, beat: str) -> Moves:
    """The moves of all actors at one beat, each group by its strategy on its own view."""
    nothing = idle(state.stance.shape, len(setting.packages), len(setting.actors))
    asked = [(heard_out(setting, state, strategy, at, beat), strategy) for at, strategy in seats]
    groups = [
        (each, strategy) for at, strategy in asked for each in apart(setting, state, strategy, at, beat)
    ]
    parts = [
        (at, moves_of(setting, traits, state, shocks, at, strategy, beat))
        for at, strategy in groups
        if len(at)
    ]
    return gather(parts, nothing) if parts else nothing


def moves_of(
    setting: Setting,
    traits: Traits,
    state: State,
    shocks: Shocks,
    seats: Index,
    strategy: Strategy,
    beat: str,
) -> Moves:
    """The moves of some seats at one beat, by their strategy: from their view, and a forecast if it looks ahead."""
    if isinstance(strategy, Foresight):
        return strategy.moves(setting, traits, state, shocks, seats, beat)
    papers = papers_for(setting, state, strategy, seats, beat)
    return strategy(observe(setting, traits, state, shocks, seats, beat, papers=papers))


def papers_for(setting: Setting, state: State, strategy: Strategy, at: Index, beat: str) -> Papers:
    """What a strategy reads on its desk: letters and promises, where it has some; everything, where it is not quiet."""
    if strategy not in QUIET:
        return "all"
    return "letters" if beat == "answer" or bound_by_word(setting, state)[at].any() else "none"


def bound_by_word(setting: Setting, state: State) -> Mask:
    """Who has a promise to keep, a date that it has set or measures announced, in any world at hand. (actor,)"""
    out = np.zeros_like(setting.negotiator)
    if not nothing_promised(state):
        makers = state.ledger.maker[state.ledger.state == OPEN]
        out = np.isin(np.arange(len(setting.actors)), makers)
    if not untouched(state.date_set):
        out = out | setting.declarer
    return out if untouched(state.measures_stage) else out | setting.title_holder


def apart(setting: Setting, state: State, strategy: Strategy, at: Index, beat: str) -> list[Index]:
    """The seats of a quiet strategy, those with a promise to keep apart: they alone need their papers."""
    if beat == "answer" or strategy not in QUIET:
        return [at]
    mine = bound_by_word(setting, state)[at]
    return [at[mine], at[~mine]] if mine.any() else [at]


def play_week(setting: Setting, traits: Traits, state: State, shocks: Shocks, seats: Seats) -> State:
    """One week in which every group of seats decides by its strategy."""
    return step(
        setting, traits, state, shocks, lambda s, beat: decide(setting, traits, s, shocks, seats, beat)
    )


class Stopped(Exception):  # noqa: N818  (no error: what was asked for)
    """The run was stopped while a block was being played."""


def play_to(
    job: Job,
    block: int,
    worlds: int,
    weeks: int,
    stopped: Callable[[], bool] = lambda: False,
    numbers: Numbers = uniforms,
) -> tuple[Traits, State, Noted]:
    """The first `worlds` worlds of a draw block, from the opening through so many weeks.

    Stopped: `stopped`, which is asked every week, says so.
    """
    setting = job.setting
    traits = draw_traits(job.scenario, setting, job.seed, block, worlds, numbers)
    state, seats = opening(setting, traits), seat_groups(setting, job.strategies)
    diary = Diary(setting, traits)
    for week in range(weeks):
        if stopped():
            raise Stopped
        shocks = draw_shocks(setting, job.seed, block, week, worlds, numbers)
        state = play_week(setting, traits, state, shocks, seats)
        diary.write(state)
    return traits, state, diary.closed()


def play_block(
    job: Job, block: int, worlds: int = DRAW_BLOCK, stopped: Callable[[], bool] = lambda: False
) -> Finished:
    """The first `worlds` worlds of a draw block, from opening to horizon. Stopped: as in `play_to`."""
    setting = job.setting
    if job.kernel is not None and not stopped():
        from sim.fast.ready import player  # which records what is played here

        if (plays := player(job.kernel)) is not None:
            return plays.block(job.seed, block, worlds)
    return finish(job.scenario, setting, *play_to(job, block, worlds, setting.weeks, stopped))


def finish(scenario: Scenario, setting: Setting, traits: Traits, state: State, noted: Noted) -> Finished:
    """Measure and classify finished worlds."""
    measures = measure(setting, traits, state, noted)
    voted = (traits.summit_week.min(-1, initial=NEVER) < state.week)[..., None] & setting.member
    weeks = np.arange(setting.weeks)
    gone = state.recognised_week[..., setting.member]
    return Finished(
        outcome=classify(measures, scenario.outcomes),
        measures=measures,
        recognised_week=state.recognised_week,
        mission_backed=np.where(voted, state.mission_backed.astype(np.float64), np.nan),
        heads=np.stack([(gone <= week).sum(-1) for week in weeks], axis=-1),
        tension=noted.tension,
        stance=noted.stance,
    )


# ------------------------------------------------------------------ many blocks

Progress = Callable[[int], None]

Flag = Any
"""A byte that all processes of a run share (`multiprocessing.RawValue`): 1 when the run is stopped."""

Asked = Callable[[], bool]
"""Whether the run has been stopped."""

J = TypeVar("J", bound=Job)
P = TypeVar("P")

_jobs: Sequence[Any] = ()
_play: Callable[[Any, int, int, Asked], Any] = play_block
_stop: Flag = None


def _begin(sent: Any, play: Callable[[J, int, int, Asked], object], stop: Flag) -> None:
    """In a worker: keep the jobs, leave Ctrl-C to the parent, and spare the collector what was imported."""
    global _jobs, _play, _stop
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _jobs, _play, _stop = pickle.loads(sent.get()), play, stop


def _leave_with_parent() -> None:
    """In a worker: end with the process that started it, even if that is killed and can tell nobody."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(job: int, block: int, worlds: int) -> Any:
    return _play(_jobs[job], block, worlds, lambda: bool(_stop.value))


def run(
    scenario: Scenario | str,
    worlds: int = 10_000,
    seed: int = 1,
    *,
    rules: Mapping[str, object] | None = None,
    strategies: Mapping[str, Strategy | str] | None = None,
    workers: Workers = None,
    progress: Progress | None = None,
) -> Results:
    """Play many worlds of a scenario and gather what they report.

    scenario     a shipped name, a path, or a Scenario
    worlds       how many, at least 1; world k is the same in a run of any length
    rules        settings such as {"rules.council.veto": False}, laid over it
    strategies   by actor (id, name or alias, or `all`), a name of `sim.strategies.STRATEGIES`,
                 `module:function`, or a function `sim.state.View -> sim.state.Moves`; doctrine for the
                 others. With more than one worker a function must be one that a process can import, no
                 lambda
    workers      processes; None for as many as there are processors; 1 stays in this process; or a
                 `sim.cluster.Cluster`
    progress     called with the number of worlds finished so far

    Ctrl-C stops the run and keeps the blocks that are finished (`Results.interrupted`); with none
    finished it is raised.

    >>> result = run("kosovo_2007", worlds=8, workers=1)
    >>> result.worlds, round(sum(result.outcomes().values()), 6)
    (8, 1.0)
    """
    from sim.scenario import laid_over, load  # here, because workers need it not

    began = time.perf_counter()
    settings = rules or {}
    loaded = load(scenario, settings) if isinstance(scenario, str) else laid_over(scenario, settings)
    job, names = job_of(loaded, seed, strategies or {})
    parts: list[Finished] = []
    interrupted = _each(job, worlds, workers, progress, parts.append)
    seconds = time.perf_counter() - began
    return Results.of(loaded, job.setting, seed, parts, seconds, interrupted, names)


def sum_up(
    scenario: Scenario,
    worlds: int,
    seed: int,
    *,
    strategies: Mapping[str, Strategy | str] | None = None,
    workers: Workers = None,
    progress: Progress | None = None,
) -> Totals:
    """What the worlds of a run say together, in a memory that does not grow with their number; else as `run`."""
    began = time.perf_counter()
    job, names = job_of(scenario, seed, strategies or {})
    adding = Adding(scenario, job.setting, seed, names)
    interrupted = _each(job, worlds, workers, progress, adding.add)
    return adding.totals(time.perf_counter() - began, interrupted)


def _each(
    job: Job, worlds: int, workers: Workers, progress: Progress | None, take: Callable[[Finished], None]
) -> bool:
    """Hand every block of a run to `take`. True if Ctrl-C stopped it; with no block finished it is raised."""
    if worlds < 1:
        raise ValueError(f"expected at least 1 world, found {worlds!r}")
    from sim.fast.ready import ready  # which records what is played here

    done = 0
    try:
        if workers is None or isinstance(workers, int):
            job = ready(job, worlds)
        for part in stream(job, enumerate(block_sizes(worlds)), workers):
            with held_back():
                take(part)
                done += len(part.outcome)
            if progress:
                progress(done)
    except KeyboardInterrupt:
        if not done:
            raise
        return True
    return False


def job_of(
    scenario: Scenario, seed: int, strategies: Mapping[str, Strategy | str]
) -> tuple[Job, dict[str, str]]:
    """What a worker needs for a run, and the names of its strategies. ValueError: as `chosen`."""
    played_by = chosen(scenario, strategies)
    return Job(scenario, compile_setting(scenario), seed, by_seat(scenario, played_by)), names_of(played_by)


def stream(job: Job, blocks: Iterable[tuple[int, int]], workers: Workers = None) -> Generator[Finished]:
    """Some draw blocks of a run, one by one in the order given; nothing is kept of those that have been yielded.

    blocks    the number of each, and how many of its worlds are played: its first ones
    workers   as in `run`
    """
    if workers is not None and not isinstance(workers, int):
        return workers.stream(job, blocks)
    tasks = ((0, block, n) for block, n in blocks)
    return _handed([job], tasks, workers or os.cpu_count() or 1, play_block)


def names_of(strategies: Mapping[str, Strategy]) -> dict[str, str]:
    """The names of strategies, by who plays them."""
    return {who: name_of(strategy) for who, strategy in strategies.items()}


def run_arms(
    scenarios: Sequence[Scenario],
    worlds: int,
    seed: int,
    *,
    strategies: Mapping[str, Strategy | str] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Generator[Results]:
    """Play the same worlds on the same luck under several scenarios; each one's results once it is finished.

    One pool of processes serves all of them. `progress` is told the worlds finished so far, of all arms.
    """
    sizes, began = block_sizes(worlds), time.perf_counter()
    played_by = [chosen(s, strategies or {}) for s in scenarios]
    jobs = [
        Job(s, compile_setting(s), seed, by_seat(s, who)) for s, who in zip(scenarios, played_by, strict=True)
    ]
    with closing(_played(jobs, sizes, workers or os.cpu_count() or 1)) as played:
        for arm, job in enumerate(jobs):
            parts: list[Finished] = []
            for part in islice(played, len(sizes)):
                parts.append(part)
                if progress:
                    progress(arm * worlds + sum(sizes[: len(parts)]))
            seconds, names = time.perf_counter() - began, names_of(played_by[arm])
            yield Results.of(job.scenario, job.setting, seed, parts, seconds, strategies=names)
            began = time.perf_counter()


def side_by_side(jobs: Sequence[Job], worlds: int, workers: Workers = None) -> Generator[Finished]:
    """The blocks of several jobs, each block of all of them before the next one; as `stream`."""
    sizes = block_sizes(worlds)
    if workers is not None and not isinstance(workers, int):
        lanes = [workers.stream(job, enumerate(sizes)) for job in jobs]
        return (part for parts in zip(*lanes, strict=True) for part in parts)
    tasks = ((job, block, n) for block, n in enumerate(sizes) for job in range(len(jobs)))
    return _handed(jobs, tasks, workers or os.cpu_count() or 1, play_block)


def block_sizes(worlds: int) -> list[int]:
    """How many worlds of each draw block are played.

    >>> block_sizes(2500)
    [1024, 1024, 452]
    """
    return [min(DRAW_BLOCK, worlds - start) for start in range(0, worlds, DRAW_BLOCK)]


def _played(jobs: Sequence[Job], sizes: list[int], workers: int) -> Generator[Finished]:
    return played(jobs, sizes, workers, play_block)


def played(
    jobs: Sequence[J], sizes: list[int], workers: int, play: Callable[[J, int, int, Asked], P]
) -> Generator[P]:
    """The blocks of each job in their order, played here or by worker processes.

    play   what plays the first so many worlds of a block of a job; a process must be able to import it
    """
    tasks = ((job, block, n) for job in range(len(jobs)) for block, n in enumerate(sizes))
    return _handed(jobs, tasks, workers, play)


def _handed(
    jobs: Sequence[J],
    tasks: Iterator[tuple[int, int, int]],
    workers: int,
    play: Callable[[J, int, int, Asked], P],
) -> Generator[P]:
    """Tasks (job, block, worlds) in their order, played here or by no more worker processes than there are tasks."""
    first = list(islice(tasks, workers))
    tasks, workers = chain(first, tasks), len(first)
    if workers <= 1:
        for job, block, n in tasks:
            yield play(jobs[job], block, n, lambda: False)
        return
    if all(job.kernel is not None for job in jobs):
        yield from _in_threads(jobs, tasks, workers, play)
        return
    with _pool(jobs, play, workers) as pool:
        waiting: deque[Future[P]] = deque()
        with _deaf():  # the first ones start the processes
            waiting.extend(pool.submit(_work, *task) for task in islice(tasks, AHEAD * workers))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(_work, *task) for task in islice(tasks, 1))


def _in_threads(
    jobs: Sequence[J],
    tasks: Iterator[tuple[int, int, int]],
    workers: int,
    play: Callable[[J, int, int, Asked], P],
) -> Generator[P]:
    """The same in threads of this process: a compiled game leaves the interpreter to the others while it plays."""
    stop = threading.Event()
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[P]] = deque()

        def hand_out(n: int) -> None:
            for job, block, worlds in islice(tasks, n):
                waiting.append(pool.submit(play, jobs[job], block, worlds, stop.is_set))

        try:
            hand_out(AHEAD * workers)
            while waiting:
                yield waiting.popleft().result()
                hand_out(1)
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf() -> Generator[None]:
    """Processes started in here never hear Ctrl-C, not even while they load; here it waits until the end.

    A terminal sends Ctrl-C to every process of its group; a worker that is still importing would answer
    with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    resource_tracker.ensure_running()  # it would lift the mask when it starts
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if heard:
        raise KeyboardInterrupt


@contextmanager
def held_back() -> Generator[None]:
    """Ctrl-C in here is heard at the end of it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if heard:
        raise KeyboardInterrupt


@contextmanager
def _unbroken() -> Generator[None]:
    """A second Ctrl-C finds nothing to break off in here: the workers leave within a week of a block."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)


@contextmanager
def _pool(
    jobs: Sequence[J], play: Callable[[J, int, int, Asked], object], workers: int
) -> Generator[ProcessPoolExecutor]:
    context = multiprocessing.get_context("spawn")
    stop: Flag = context.RawValue("b", 0)
    # not among the arguments: the parent would wait for ever to hand them to a process that cannot start, as those
    # of a script that plays without asking whether it is `__main__`
    sent: Any = context.Queue()
    sent.cancel_join_thread()
    packed = pickle.dumps(jobs)
    for _ in range(workers):
        sent.put(packed)
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(sent, play, stop))
    try:
        yield pool
    except BaseException:
        # Stopped: workers drop what they have in hand within a week of it. They are asked and not killed, because
        # one that dies while it hands in a block leaves the pool waiting for the rest of it for ever.
        stop.value = 1
        with _unbroken():
            pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown(wait=True)
