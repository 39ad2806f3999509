"""Fuzzing: what is read from outside, changed at random, is answered or refused in one line.

seeds ─► mutate ─► target.run, twice ─► an answer, the same one both times; or a NyaastatsError of one line
                                   └─► anything else is a failure, and its input a test case: tests/fuzz/cases/

targets    what reads input from outside, with inputs to begin from
mutations  changes of bytes, of pieces of text, and of the parts of a JSON document
campaign   tries inputs one after the other by a seeded source of chance
coverage   lets atheris choose, which keeps each input that reaches new code (`make fuzz`)
"""
