"""What takes too long for every run: statics and systems on four more seeds, many more random scenarios, a monkey that
does ten times as much on every screen, two whole games in a real window.

python tests/long.py
"""

import os
import subprocess
import sys
from pathlib import Path

SEEDS = (2, 3, 4, 5)
SCENARIOS = 2_000
EVENTS = 2_000
"""What the monkey does on each screen."""


def passes(file: str, **environment: object) -> bool:
    """Whether a test file passes under some environment variables."""
    tests = Path(__file__).parent / file
    env = {**os.environ, **{name: str(value) for name, value in environment.items()}}
    return subprocess.run([sys.executable, "-m", "pytest", str(tests)], env=env, check=False).returncode == 0


def main() -> int:
    """Run all of it; the exit status is how many of these runs failed."""
    failed = 0
    for seed in SEEDS:
        print(f"seed {seed}", flush=True)
        for file in ("test_statics.py", "test_systems.py"):
            failed += not passes(file, FINALSTATUS_TEST_SEED=seed)
    print(f"{SCENARIOS} random scenarios", flush=True)
    failed += not passes("test_properties.py", FINALSTATUS_TEST_EXAMPLES=SCENARIOS)
    print(f"{EVENTS} events on each screen", flush=True)
    failed += not passes("test_screens.py", FINALSTATUS_TEST_EVENTS=EVENTS)
    print("a whole game in a real window", flush=True)
    script = [sys.executable, str(Path(__file__).parent / "xvfb.py"), "--only", "mouse"]
    games = subprocess.run(script, check=False)
    return failed + (games.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
