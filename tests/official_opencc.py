"""Converts texts with the official OpenCC; run by itself, since both libraries have one name.

Argument: the folder that the official wheel was installed to. Standard input: JSON, a list of
[configuration, text]; standard output: the list of converted texts.
"""

import json
import sys

sys.path.insert(0, sys.argv[1])

# the reimplemented one has no compiled part
import opencc.clib  # noqa: F401
from opencc import OpenCC

converters: dict[str, OpenCC] = {}
converted = []
for configuration, text in json.load(sys.stdin):
    converter = converters.setdefault(configuration, OpenCC(configuration))
    converted.append(converter.convert(text))
json.dump(converted, sys.stdout)
