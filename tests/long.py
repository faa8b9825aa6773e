"""What takes too long for every run: statics and systems on four more seeds, and many more random scenarios.

python tests/long.py
"""

import os
import subprocess
import sys
from pathlib import Path

SEEDS = (2, 3, 4, 5)
SCENARIOS = 2_000


def passes(file: str, **environment: object) -> bool:
    """Whether a test file passes under some environment variables."""
    tests = Path(__file__).parent / file
    env = {**os.environ, **{name: str(value) for name, value in environment.items()}}
    return subprocess.run([sys.executable, "-m", "pytest", str(tests)], env=env, check=False).returncode == 0


def main() -> int:
    """Run statics and systems once a seed, and the properties; the exit status is how many of these runs failed."""
    failed = 0
    for seed in SEEDS:
        print(f"seed {seed}", flush=True)
        for file in ("test_statics.py", "test_systems.py"):
            failed += not passes(file, FINALSTATUS_TEST_SEED=seed)
    print(f"{SCENARIOS} random scenarios", flush=True)
    return failed + (not passes("test_properties.py", FINALSTATUS_TEST_EXAMPLES=SCENARIOS))


if __name__ == "__main__":
    sys.exit(main())
