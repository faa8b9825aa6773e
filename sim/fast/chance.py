"""The uniform numbers of `sim.worlds.uniforms`, drawn a row at a time and only where one is used.

NumPy's SeedSequence and PCG64, which it promises not to change. One step of PCG64 is x -> a x + c on 128 bits, so n of
them are too: a number of a stream of n a world is followed through the worlds by itself.

O'Neill, M. E. (2014). *PCG: a family of simple fast space-efficient statistically good algorithms for random number
generation*. Harvey Mudd College, HMC-CS-2014-0905.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint32]

STEP = 0x2360ED051FC65DA44385DF649FCCF645
"""What PCG64 multiplies its state by."""
WHOLE = (1 << 128) - 1
POOL = 4
INIT_A, MULT_A = 0x43B0D7E5, 0x931E8875
INIT_B, MULT_B = 0x8B51F9DD, 0x58F38DED
LEFT, RIGHT = np.uint32(0xCA01F9DD), np.uint32(0x4973F715)
SHIFT = np.uint32(16)
U32 = 0xFFFFFFFF

TOGETHER = 4
"""Rows that are drawn at a time; there have to be as many, or twice, or thrice."""


def seeds(keys: Words) -> NDArray[np.uint64]:
    """What `SeedSequence(key).generate_state(4, np.uint64)` gives for each key.

    keys      (stream, word)   at least four words each
    returns   (stream, 4)
    """
    constant = INIT_A

    def mixed(value: Words) -> Words:
        nonlocal constant
        value = value ^ np.uint32(constant)
        constant = constant * MULT_A & U32
        value = value * np.uint32(constant)
        return value ^ (value >> SHIFT)

    def joined(x: Words, y: Words) -> Words:
        out = x * LEFT - y * RIGHT
        return out ^ (out >> SHIFT)

    pool = [mixed(keys[:, i]) for i in range(POOL)]
    for source in range(POOL):
        for to in range(POOL):
            if source != to:
                pool[to] = joined(pool[to], mixed(pool[source]))
    for i in range(POOL, keys.shape[1]):
        for to in range(POOL):
            pool[to] = joined(pool[to], mixed(keys[:, i]))
    constant, out = INIT_B, np.empty((len(keys), 2 * POOL), dtype=np.uint32)
    for i in range(2 * POOL):
        value = pool[i % POOL] ^ np.uint32(constant)
        constant = constant * MULT_B & U32
        value = value * np.uint32(constant)
        out[:, i] = value ^ (value >> SHIFT)
    return out.astype("<u4").view("<u8").astype(np.uint64)


def words(number: int) -> list[int]:
    """A whole number as SeedSequence takes it: words of 32 bits, the lowest first."""
    out = [number & U32]
    while number := number >> 32:
        out.append(number & U32)
    return out


def jump(steps: int) -> tuple[int, int]:
    """So many steps at once: what to multiply the state by, and the increment by."""
    times, plus = 1, 0
    once, more = STEP, 1
    while steps:
        if steps & 1:
            times, plus = times * once & WHOLE, (plus * once + more) & WHOLE
        more = more * (once + 1) & WHOLE
        once = once * once & WHOLE
        steps >>= 1
    return times, plus


def halves(number: int) -> tuple[int, int]:
    """128 bits as two words, the lower first."""
    return number & ((1 << 64) - 1), number >> 64


def leaps(rows: Sequence[tuple[int, int]]) -> NDArray[np.uint64]:
    """For each row how to come to its number in the first world, and from world to world. (row, 8)

    rows   place in the stream's numbers of a world, and how many these are
    """
    found: dict[int, Any] = {}
    for steps in {s for place, n in rows for s in (place + 1, n)}:
        found[steps] = [x for part in jump(steps) for x in halves(part)]
    return np.array([found[place + 1] + found[n] for place, n in rows], dtype=np.uint64)


CODE = """
define void @seed(ptr %rows, ptr %which, ptr %leaps, ptr %seeds, i64 %n) {
begin:
  br label %row
row:
  %i = phi i64 [0, %begin], [%i.next, %row]
  %wp = getelementptr i32, ptr %which, i64 %i
  %w = load i32, ptr %wp
  %w64 = sext i32 %w to i64
  %sp = getelementptr [4 x i64], ptr %seeds, i64 %w64
  %hi = load i64, ptr %sp
  %sp1 = getelementptr i64, ptr %sp, i64 1
  %lo = load i64, ptr %sp1
  %sp2 = getelementptr i64, ptr %sp, i64 2
  %qhi = load i64, ptr %sp2
  %sp3 = getelementptr i64, ptr %sp, i64 3
  %qlo = load i64, ptr %sp3
  %hi128 = zext i64 %hi to i128
  %lo128 = zext i64 %lo to i128
  %hs = shl i128 %hi128, 64
  %start = or i128 %hs, %lo128
  %qhi128 = zext i64 %qhi to i128
  %qlo128 = zext i64 %qlo to i128
  %qs = shl i128 %qhi128, 64
  %q = or i128 %qs, %qlo128
  %q2 = shl i128 %q, 1
  %inc = or i128 %q2, 1
  %a = add i128 %inc, %start
  %b = mul i128 %a, STEP
  %zero = add i128 %b, %inc
  %lp = getelementptr [4 x i128], ptr %leaps, i64 %i
  %times = load i128, ptr %lp, align 8
  %lp1 = getelementptr i128, ptr %lp, i64 1
  %plus = load i128, ptr %lp1, align 8
  %lp2 = getelementptr i128, ptr %lp, i64 2
  %each = load i128, ptr %lp2, align 8
  %lp3 = getelementptr i128, ptr %lp, i64 3
  %more = load i128, ptr %lp3, align 8
  %c = mul i128 %zero, %times
  %d = mul i128 %inc, %plus
  %first = add i128 %c, %d
  %away = mul i128 %inc, %more
  %rp = getelementptr [3 x i128], ptr %rows, i64 %i
  store i128 %first, ptr %rp, align 8
  %rp1 = getelementptr i128, ptr %rp, i64 1
  store i128 %each, ptr %rp1, align 8
  %rp2 = getelementptr i128, ptr %rp, i64 2
  store i128 %away, ptr %rp2, align 8
  %i.next = add i64 %i, 1
  %done = icmp eq i64 %i.next, %n
  br i1 %done, label %end, label %row
end:
  ret void
}
""".replace("STEP", str(STEP))


def drawing(tile: int) -> str:
    """Code that draws the next numbers of every row, for a tile of worlds."""
    together = TOGETHER
    lines = [
        "define void @draw(ptr %rows, ptr %to, i64 %n) {",
        "begin:",
        "  br label %row",
        "row:",
        "  %i = phi i64 [0, %begin], [%i.next, %stored]",
    ]
    for k in range(together):
        lines += [
            f"  %j{k} = add i64 %i, {k}",
            f"  %rp{k} = getelementptr [3 x i128], ptr %rows, i64 %j{k}",
            f"  %s0{k} = load i128, ptr %rp{k}, align 8",
            f"  %mp{k} = getelementptr i128, ptr %rp{k}, i64 1",
            f"  %m{k} = load i128, ptr %mp{k}, align 8",
            f"  %cp{k} = getelementptr i128, ptr %rp{k}, i64 2",
            f"  %c{k} = load i128, ptr %cp{k}, align 8",
            f"  %to{k} = getelementptr [{tile} x double], ptr %to, i64 %j{k}",
        ]
    lines += ["  br label %world", "world:", "  %w = phi i64 [0, %row], [%w.next, %world]"]
    lines += [f"  %s{k} = phi i128 [%s0{k}, %row], [%n{k}, %world]" for k in range(together)]
    for k in range(together):
        lines += [
            f"  %h{k} = lshr i128 %s{k}, 64",
            f"  %hi{k} = trunc i128 %h{k} to i64",
            f"  %lo{k} = trunc i128 %s{k} to i64",
            f"  %x{k} = xor i64 %hi{k}, %lo{k}",
            f"  %r{k} = lshr i64 %hi{k}, 58",
            f"  %o{k} = call i64 @llvm.fshr.i64(i64 %x{k}, i64 %x{k}, i64 %r{k})",
            f"  %u{k} = lshr i64 %o{k}, 11",
            f"  %f{k} = uitofp i64 %u{k} to double",
            f"  %v{k} = fmul double %f{k}, 0x3CA0000000000000",
            f"  %p{k} = getelementptr double, ptr %to{k}, i64 %w",
            f"  store double %v{k}, ptr %p{k}, align 8",
            f"  %a{k} = mul i128 %s{k}, %m{k}",
            f"  %n{k} = add i128 %a{k}, %c{k}",
        ]
    lines += [
        "  %w.next = add i64 %w, 1",
        f"  %full = icmp eq i64 %w.next, {tile}",
        "  br i1 %full, label %stored, label %world",
        "stored:",
        *(f"  store i128 %n{k}, ptr %rp{k}, align 8" for k in range(together)),
        f"  %i.next = add i64 %i, {together}",
        "  %done = icmp sge i64 %i.next, %n",
        "  br i1 %done, label %end, label %row",
        "end:",
        "  ret void",
        "}",
        "declare i64 @llvm.fshr.i64(i64, i64, i64)",
    ]
    return "\n".join(lines)
