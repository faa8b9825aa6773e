"""What is read and done around the table: headlines, dossiers, brief, glossary, the first game, replay, hot seat."""

import random
from dataclasses import replace

import numpy as np
import pytest
import screens

from game import gazette
from game.pointing import Pointing
from game.press import AGAIN
from game.rerun import frames
from game.screens.base import Done, Key, Press, Screen, Scroll, Typed
from game.screens.brief import Brief
from game.screens.clipping import Clipping
from game.screens.debrief import Debrief
from game.screens.dossier import Dossier
from game.screens.glossary import Glossary
from game.screens.guided import CARDS, Guided, GuideOver
from game.screens.hotseat import Curtain, Ended
from game.screens.newgame import NewGame
from game.screens.orders import Orders
from game.screens.replay import Replay
from game.screens.resolution import Resolution
from game.screens.saves import Saves
from game.screens.table import Table
from game.screens.title import Title
from game.screens.told import Asked
from game.screens.why import Why
from game.strings import catalogue, say
from game.text.glossary import found_in, words
from game.text.publicly import reasons
from game.text.sources import record
from sim.scenario import load

SIZE = (1440, 900)


def labels(screen):
    return {box.command: box.label for box in screen.layout(SIZE, 1.0) if box.command}


def press(screen, command):
    assert command in labels(screen), f"{command!r} is not on {screen.name}: {sorted(labels(screen))}"
    return screen.handle(Press(command))


def texts(screen):
    return " ".join(box.label for box in screen.layout(SIZE, 1.0))


def to_the_end(table):
    while not table.play.session.finished:
        table.play.go_on("skip")


# ------------------------------------------------------------------ headlines


def test_the_table_and_the_resolution_print_headlines_and_each_says_what_it_is_made_from():
    table = screens.played()
    lines = table.play.fresh()
    assert lines
    shown = texts(table)
    assert all(line.text in shown for line in lines)
    clipping = press(table, "clip 0")
    assert isinstance(clipping, Clipping)
    assert lines[0].text in texts(clipping)
    for name, value in lines[0].facts:
        assert value in texts(clipping)
        assert f"clipping.{name}" in catalogue()
    assert clipping.handle(Press("close")) is table
    own = screens.app()
    later = screens.table(own)
    resolution = later.handle(Press("skip"))
    assert isinstance(resolution, Resolution)
    assert resolution.passed.news
    assert isinstance(press(resolution, "clip 0"), Clipping)


def test_every_fact_of_every_sentence_of_the_press_has_a_name():
    from string import Formatter

    needed = {
        name
        for key, text in catalogue().items()
        if key.startswith("headlines.")
        for _, name, _, _ in Formatter().parse(text)
        if name
    }
    assert {f"clipping.{name}" for name in needed} <= set(catalogue())


def test_the_papers_print_nothing_private_and_nothing_twice_in_six_weeks():
    table = screens.table(seed=6)
    table.play.choose("promise RU not_recognise until 2008-05-05")
    to_the_end(table)
    lines = gazette.chronicle(table.play.session)
    last = {}
    for line in lines:
        assert line.week - last.get(line.sentence, -AGAIN) >= AGAIN, line.sentence
        last[line.sentence] = line.week
    secret = [news for _, news in table.play.session.public() if news.get("how") == "private"]
    assert not secret
    assert not [line for line in lines if line.kind == "promised" and "SK" in line.seats and line.week == 0]


def test_a_private_promise_is_told_to_those_in_it_alone():
    table = screens.table()
    table.add("promise RU not_recognise until 2008-05-05")
    table.play.go_on("skip")
    assert any("Russia" in text for text in gazette.own(table.play.sight()))
    assert not any("SK" in line.seats and "RU" in line.seats for line in table.play.fresh())


# ------------------------------------------------------------------ dossiers and reasons


def test_a_dossier_opens_from_the_map_the_council_and_the_notes():
    table = screens.table()
    for command in ("look CY", "look CN"):
        dossier = press(table, command)
        assert isinstance(dossier, Dossier)
        assert dossier.handle(Key("escape")) is table
    table.add("promise RU not_recognise until 2008-05-05 public")
    table.play.go_on("done")
    table.handle(Press("tab notes"))
    assert isinstance(press(table, "look RU"), Dossier)


def test_a_dossier_holds_the_bands_the_evidence_with_speaker_and_what_would_be_asked():
    table = screens.table()
    dossier = Dossier(table.app, table, table.play, "CY")
    shown, sight = texts(dossier), table.play.sight()
    i = sight.setting.actors.index("CY")
    for matter in (0, 1):
        low, high = sight.desk.belief_low[0, i, matter], sight.desk.belief_high[0, i, matter]
        assert f"between {low:.0f} and {high:.0f}" in shown
    for one in record(sight.scenario, "CY"):
        assert one.text in shown
        assert f"{one.id} · {one.speaker}" in shown
    assert say("ask.wait", name="Cyprus") in shown
    assert say("dossier.exposure") in shown


def test_a_sounding_narrows_the_band_that_is_drawn():
    table = screens.table()

    def width():
        sight = table.play.sight()
        i = sight.setting.actors.index("HU")
        return float(sight.desk.belief_high[0, i, 1] - sight.desk.belief_low[0, i, 1])

    before = width()
    table.add("sound_out HU about=readiness")
    table.play.go_on("done")
    assert width() < before


@pytest.mark.parametrize("who", ["CY", "RU", "XK", "HU"])
def test_dossiers_and_reasons_show_what_the_seat_knows_and_not_what_is_so(who):
    """Two worlds with equal public history and other hidden values give the same boxes."""
    tables = [screens.table(), screens.table()]
    session = tables[1].play.session
    at = session.setting.actors.index("SK")
    others = np.arange(len(session.setting.actors)) != at
    state, traits = session.table.state, session.table.traits
    session.table.state = replace(state, readiness=np.where(others, state.readiness + 17.0, state.readiness))
    changed = np.where(others, traits.vulnerability * 0.3, traits.vulnerability)
    session.table.traits = replace(traits, vulnerability=changed)
    for make in (Dossier, Why):
        one, other = (make(table.app, table, table.play, who) for table in tables)
        assert one.layout(SIZE, 1.0) == other.layout(SIZE, 1.0)


def test_reasons_go_back_to_any_week_and_the_true_terms_wait_for_the_end():
    table = screens.table()
    for _ in range(4):
        table.play.go_on("skip")
    why = screens.gone_through(Why(table.app, table, table.play, "CY"))
    assert say("why.true") not in texts(why)
    press(why, "week -1")
    assert why.seen.week == table.play.session.week - 1
    press(why, "who RS")
    assert say("why.public party") in texts(why)
    to_the_end(table)
    table.app.queue.results.clear()
    over = screens.gone_through(Why(table.app, table, table.play, "CY"))
    over.handle(Press("week -10"))
    assert say("why.true") in texts(over)
    assert "own motive" in texts(over)


def test_public_reasons_name_their_evidence():
    sight = screens.table().play.sight()
    found = reasons(sight, sight.setting.actors.index("SK"))
    assert {pull.way for pull in found} >= {-1}
    cited = {id_ for pull in found for id_ in pull.evidence}
    assert {"B09.1", "B09.2"} <= cited
    assert cited <= set(sight.scenario.evidence)


# ------------------------------------------------------------------ brief, glossary, orders, log


def test_the_glossary_has_thirty_words_that_point_to_evidence_and_words_that_exist():
    known = load("kosovo_2007").evidence
    assert len(words()) >= 30
    for one in words().values():
        assert 6 <= len(one.text.split()) <= 45, one.name
        for see in one.see:
            assert see in words() or see in known, (one.key, see)


def test_terms_are_underlined_and_lead_to_the_glossary():
    assert [key for _, _, key in found_in("A troika under Resolution 1244")] == ["troika", "resolution_1244"]
    own = screens.app()
    brief = Brief(own, Title(own), load("kosovo_2007"), "SK")
    word = press(brief, "term resolution_1244")
    assert isinstance(word, Glossary)
    assert word.shown()[0].key == "resolution_1244"
    for letter in "veto":
        word.handle(Typed("find", letter))
    found = {one.key for one in word.shown()}
    assert {"veto"} <= found < set(words())
    assert word.handle(Key("escape")) is brief


def test_the_brief_says_what_is_played_for_with_references():
    table = screens.table()
    menu = table.handle(Press("menu"))
    brief = press(menu, "brief")
    shown = texts(brief)
    assert "B09.1" in shown
    assert "18 points" in shown
    assert isinstance(press(brief, "look RU"), Dossier)
    new = NewGame(table.app, Title(table.app))
    new.handle(Press("seat RU"))
    assert "Russia" in texts(press(new, "brief"))


def test_standing_orders_are_put_in_and_taken_out_on_their_page():
    table = screens.table()
    table.handle(Press("tab private"))
    orders = press(table, "orders")
    assert isinstance(orders, Orders)
    for letter in "lobby HU 1 against":
        orders.handle(Typed("type", letter))
    orders.handle(Press("type"))
    assert [act["move"] for act in table.play.session.orders("SK")] == ["lobby"]
    put = next(command for command in labels(orders) if command.startswith("put reassure"))
    orders.handle(Press(put))
    assert [act["move"] for act in table.play.session.orders("SK")] == ["lobby", "reassure"]
    press(orders, "drop 0")
    assert [act["move"] for act in table.play.session.orders("SK")] == ["reassure"]
    for letter in "nonsense":
        orders.handle(Typed("type", letter))
    orders.handle(Press("type"))
    assert "nonsense" in table.app.notice
    press(orders, "clear")
    assert table.play.session.orders("SK") is None


def test_the_log_is_searched_as_one_types():
    table = screens.some_weeks()
    table.handle(Press("tab log"))
    whole = texts(table)
    for letter in "promise":
        table.handle(Typed("find", letter))
    found = texts(table)
    assert len(found) < len(whole)
    for letter in "xyzzy":
        table.handle(Typed("find", letter))
    assert say("log.none") in texts(table)


# ------------------------------------------------------------------ the first game


def test_the_first_game_goes_from_the_cards_to_what_the_chair_wanted(tmp_path):
    app = screens.app(tmp_path)
    table = press(Title(app), "play")
    assert isinstance(table, Guided)
    for name in ("dispute", "decide", "want"):
        assert table.card == name
        assert len(say(f"guide.{name}").split()) <= 40
        press(table, "next")
    places = [box for box in table.layout(SIZE, 1.0) if box.role == "place"]
    assert len(places) == 7
    dossier = press(table, "look CY")
    assert isinstance(dossier, Dossier)
    assert dossier.handle(Key("escape")) is table
    assert table.card == "sound"
    press(table, "add sound_out HU about=readiness")
    assert table.card == "sounded"
    heard = press(table, "done")
    assert any("Hungary" in text for text in heard.passed.heard)
    press(heard, "continue")
    assert table.card == "wait"
    press(table, "skip")
    assert table.card == "second"
    table.handle(Press("done"))
    assert table.card == "bargain"
    who, slot = table._offered(table.play.sight())
    assert table.play.session.setting.actors[who] == "PT"
    press(table, f"answer reply PT {slot + 1} yes")
    press(table, "done")
    assert table.card == "terms"
    assert "ledger" in texts(table)
    press(table, "next")
    over = press(table, "next")
    assert isinstance(over, GuideOver)
    assert "Portugal" in texts(over)
    assert isinstance(press(over, "choose"), NewGame)
    assert over.handle(Press("close")) is table
    assert table.card == ""


def test_the_guide_can_be_left_at_any_card_and_never_stands_in_the_way():
    for card in range(len(CARDS)):
        table = screens.guided(card)
        assert "done" in labels(table)
        assert "move sound_out" in labels(table)
        press(table, "skip guide")
        assert table.card == ""
        assert table.play.session.week == 0


# ------------------------------------------------------------------ replay and fork


def test_a_game_is_gone_through_again_and_played_again_from_a_week(tmp_path):
    app = screens.app(tmp_path)
    table = press(Title(app), "play")
    table.over = True
    for _ in range(3):
        table.play.go_on("skip")
    path = table.play.session.log.path
    before = path.read_bytes()
    replay = screens.gone_through(press(Saves(app, Title(app)), "replay 0"))
    assert isinstance(replay, Replay)
    assert [one.seen.week for one in replay.frames] == list(range(table.play.session.week + 1))
    press(replay, "week +1")
    assert replay.play.sight().week == 1
    press(replay, "sitting +1")
    assert replay.play.sight().week == 2
    press(replay, "sitting -1")
    press(replay, "week -1")
    assert replay.play.sight().week == 0
    press(replay, "speed")
    press(replay, "run")
    screens.gone_through(replay)
    assert replay.at == len(replay.frames) - 1
    assert not replay.running
    press(replay, "week -1")
    again = press(replay, "fork")
    assert isinstance(again, Table)
    assert again.play.session.week == table.play.session.week - 1
    assert not again.play.session.first_run
    assert path.read_bytes() == before
    assert say("saves.forked") in texts(Saves(app, Title(app)))


def test_every_week_of_a_replay_is_as_the_seat_saw_it():
    table = screens.table()
    seen = {}
    for _ in range(5):
        sight = table.play.sight()
        seen[sight.week] = sight
        table.play.go_on("skip")
    found = {one.seen.week: one.seen for one in frames(table.play.session, "SK")}
    for week, sight in seen.items():
        assert np.array_equal(found[week].view.stance, sight.view.stance)
        assert np.array_equal(found[week].desk.belief_low, sight.desk.belief_low, equal_nan=True)


def test_with_reduced_motion_a_replay_does_not_run_by_itself():
    own = screens.app()
    own.settings.still = True
    replay = screens.gone_through(Replay(own, Title(own), screens.table().play.session))
    (run,) = [box for box in replay.layout(SIZE, 1.0) if box.command == "run"]
    assert run.why


# ------------------------------------------------------------------ several people


def test_three_people_share_a_screen_with_a_curtain_between_them(tmp_path):
    app = screens.app(tmp_path)
    new = NewGame(app, Title(app))
    press(new, "people several")
    assert new.handle(Press("begin")) is new
    assert app.notice
    for seat in ("RS", "XK"):
        press(new, f"seat {seat}")
    screen = new.handle(Press("begin"))
    asked, weeks = [], set()
    for _ in range(24):
        assert isinstance(screen, Curtain)
        asked.append(screen.seat)
        assert not any(box.role in ("map", "row") for box in screen.layout(SIZE, 1.0))
        screen = press(screen, "open")
        if isinstance(screen, Resolution):
            screen = press(screen, "continue")
        assert isinstance(screen, Table)
        assert screen.play.sight().seat == asked[-1]
        weeks.add(screen.play.session.week)
        (skip,) = [box for box in screen.layout(SIZE, 1.0) if box.command == "skip"]
        assert skip.why
        screen = screen.handle(Press("done"))
        while isinstance(screen, Asked):
            screen = screen.handle(Press("yes"))
    assert set(asked) == {"SK", "RS", "XK"}
    assert len(weeks) > 1


def test_each_of_several_hears_what_happened_since_they_decided(tmp_path):
    app = screens.app(tmp_path)
    group = screens.hot_seat(app, "RS", "XK").group
    week = group.session.week
    while group.session.week == week:
        screen = group.following().handle(Press("open"))
        table = screen.table if isinstance(screen, Resolution) else screen
        table.play.go_on("done")
    for seat in ("RS", "XK"):
        passed = group.tables[seat].play.caught_up()
        assert not passed.same_week
        assert passed.before.seat == seat
        assert passed.before.week == week
        assert passed.news


def test_five_people_at_most_and_each_reads_their_own_debrief():
    new = NewGame(screens.app(), None)
    new.handle(Press("people several"))
    for seat in ("RS", "XK", "RU", "US", "DE"):
        new.handle(Press(f"seat {seat}"))
    assert len(new.seats) == 5
    assert new.app.notice
    own = screens.app()
    ended = Ended(own, screens.hot_seat(own, "RS", "XK").group)
    assert {"read RS", "read XK"} <= set(labels(ended))


# ------------------------------------------------------------------ a monkey


@pytest.mark.parametrize(
    "name",
    ["dossier CY", "clipping", "brief", "glossary", "orders", "why", "guide map", "curtain", "replay"],
)
def test_a_monkey_breaks_nothing(name):
    monkey = random.Random(name)
    own = screens.app()
    screen = first = screens.of_the_game(own, screens.some_weeks())[name]()
    for _ in range(200):
        boxes = screen.layout(monkey.choice([(1024, 640), SIZE]), monkey.choice([0.8, 1.0, 2.0]))
        pointing = Pointing()
        pointing.laid_out(boxes)
        slow = {"begin", "play", "continue", "done", "skip", "yes", "fork", "run", "reasons", "replay"}
        able = [box for box in boxes if box.command and not box.why and pointing.open(box)]
        able = [box for box in able if box.command.split()[0] not in slow or monkey.random() < 0.1]
        dice = monkey.random()
        if able and dice < 0.75:
            event = Press(monkey.choice(able).command)
        elif dice < 0.85:
            event = Key(monkey.choice(["escape", "backspace", "x"]))
        elif dice < 0.93:
            event = Typed(monkey.choice(["find", "type"]), monkey.choice(["a", "ж", "\b", " "]))
        else:
            event = Scroll(monkey.choice(["all", "news", "words", "beliefs"]), monkey.randrange(4000))
        screen = screen.handle(event)
        assert isinstance(screen, Screen)
        if isinstance(screen, Debrief):
            screen = first
        results = screen.app.queue.results
        while results:
            screen.handle(Done(*results.pop(0)))
