"""What takes too long for every run: the comparative statics on four more seeds.

python tests/long.py
"""

import os
import subprocess
import sys
from pathlib import Path

SEEDS = (2, 3, 4, 5)


def main() -> int:
    """Run the statics once a seed; the exit status is the number of seeds that failed."""
    tests = Path(__file__).parent / "test_statics.py"
    failed = 0
    for seed in SEEDS:
        print(f"seed {seed}", flush=True)
        env = {**os.environ, "FINALSTATUS_TEST_SEED": str(seed)}
        failed += (
            subprocess.run([sys.executable, "-m", "pytest", str(tests)], env=env, check=False).returncode != 0
        )
    return failed


if __name__ == "__main__":
    sys.exit(main())
