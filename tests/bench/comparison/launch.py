"""Runs one command and prints what it took: CPU seconds, wall seconds, peak memory in KB, exit code.

A process of its own, because the peak of a command begins at the memory of the process that starts it: this one is small.
"""

import os
import sys
import time

start = time.perf_counter()
child = os.fork()
if child == 0:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execv(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - start
print(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss, os.waitstatus_to_exitcode(status))
