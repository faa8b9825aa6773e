"""Machine code by LLVM, and where NumPy keeps its own loops."""

import ctypes
import sys
from functools import cache
from typing import Any

import numpy as np

from sim.extras import need


@cache
def llvm() -> Any:
    """LLVM, set up for this machine."""
    binding = need("llvmlite.binding", "fast")
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    binding.set_option("", "-disable-lsr")  # half of the time that it takes to compile, for nothing in return
    return binding


def target() -> Any:
    """What code is made for; in memory it is always in ELF, on Windows too."""
    triple = llvm().get_default_triple()
    return llvm().Target.from_triple(f"{triple}-elf" if sys.platform == "win32" else triple)


def processor() -> str:
    """What machine code is made for: the processor and what it can do."""
    return f"{llvm().get_host_cpu_name()} {llvm().get_host_cpu_features().flatten()}"


def compiled(text: str) -> bytes:
    """Code as an object file."""
    name, features = llvm().get_host_cpu_name(), llvm().get_host_cpu_features().flatten()
    machine = target().create_target_machine(cpu=name, features=features, opt=1)
    module = llvm().parse_assembly(text, llvm().create_context())
    module.triple = target().triple
    code: bytes = machine.emit_object(module)
    return code


class Machine:
    """An object file, ready to be called."""

    def __init__(self, code: bytes) -> None:
        empty = llvm().parse_assembly("", llvm().create_context())
        empty.triple = target().triple
        self.engine = llvm().create_mcjit_compiler(empty, target().create_target_machine())
        self.engine.add_object_file(llvm().ObjectFileRef.from_data(code))
        self.engine.finalize_object()

    def function(self, name: str, arguments: int) -> Any:
        """A function of so many arguments, all of them addresses or whole numbers."""
        kind = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * arguments)
        return kind(self.engine.get_function_address(name))


class Ufunc(ctypes.Structure):
    """The head of NumPy's PyUFuncObject, as its C interface has it (ufuncobject.h)."""

    _fields_ = (
        ("references", ctypes.c_ssize_t),
        ("type", ctypes.c_void_p),
        ("nin", ctypes.c_int),
        ("nout", ctypes.c_int),
        ("nargs", ctypes.c_int),
        ("identity", ctypes.c_int),
        ("functions", ctypes.POINTER(ctypes.c_void_p)),
        ("data", ctypes.POINTER(ctypes.c_void_p)),
        ("ntypes", ctypes.c_int),
        ("reserved", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("types", ctypes.POINTER(ctypes.c_char)),
    )


def numpys_loop(name: str) -> tuple[int, int]:
    """NumPy's own loop of a function over float64 numbers: its address, and that of its data.

    TypeError: NumPy has none.
    """
    ufunc: Any = getattr(np, name)
    head = Ufunc.from_address(id(ufunc))
    if (head.nin, head.nout, head.nargs) == (ufunc.nin, ufunc.nout, ufunc.nargs):
        want = [np.dtype(np.float64).num] * ufunc.nargs
        for i in range(head.ntypes):
            if [head.types[i * head.nargs + j][0] for j in range(head.nargs)] == want:
                return head.functions[i] or 0, head.data[i] or 0
    raise TypeError(f"expected a function of NumPy with a loop over float64, found {name!r}")
