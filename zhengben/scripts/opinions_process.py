"""Asks other converters; run by itself, since the official OpenCC bears the name of another.

Argument: the folder that the wheels were installed to. Standard input: a job as JSON; standard
output: what each converter makes of each line, and the versions.
"""

import json
import sys
from importlib.metadata import version

sys.path.insert(0, sys.argv[1])

# the reimplemented one has no compiled part
import opencc.clib  # noqa: F401
from opencc import OpenCC
from zhconv_rs import zhconv

sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
job = json.load(sys.stdin)
official = lines = job["lines"]
for configuration in job["configurations"]:
    converter = OpenCC(configuration)
    official = [converter.convert(line) for line in official]
mediawiki = [zhconv(line, job["target"]) for line in lines]
answer = {
    "converted": {"OpenCC": official, "zhconv-rs": mediawiki},
    "versions": {"OpenCC": version("opencc"), "zhconv-rs": version("zhconv-rs")},
}
json.dump(answer, sys.stdout)
