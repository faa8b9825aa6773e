"""Many worlds fast: a game is written down once, and compiled.

The rules are pure functions on arrays, so they can be run on arrays that write down what is done to them (`traced`,
`tape`, `recorded`). What is used of that (`program`), when it is needed (`needed`) and in which order it is done
(`order`) makes the code of a week (`code`, `operations`); `layout` says where every number stands, `machine` compiles,
`chance` draws, and a `kernel` plays blocks of worlds: the same to the bit as the rules. `ready` says when that pays.
"""
