"""The programs that are measured, by the number of their rules; as a command, writes their `.rules` files into a folder."""

import sys
from pathlib import Path

from .crm24 import PROGRAM
from .crm24_200 import PROGRAM_200
from .criteria import ready
from .rules_text import rules_text

PROGRAMS = {20: PROGRAM, 200: PROGRAM_200}
FILES = {20: "crm24.rules", 200: "crm24-200.rules"}

if __name__ == "__main__":
    for rules, program in PROGRAMS.items():
        path = Path(sys.argv[1]) / FILES[rules]
        path.write_text(rules_text(program))
        print(f"{path}: {len(program.rules)} rules, {len(ready(program).tests)} distinct tests")
