#!/usr/bin/python3
"""What the agent replaces: counts the lines with one phrase by the address in them."""
import collections
import re
import sys

FAILED = re.compile(r"Failed password for (?:invalid user )?\S* from (\S+) port \d+")


def main():
    counts = collections.Counter()
    with open(sys.argv[1], encoding="utf-8", errors="replace") as log:
        for line in log:
            found = FAILED.search(line)
            if found:
                counts[found.group(1)] += 1
    for address, count in counts.most_common():
        print(address, count)


if __name__ == "__main__":
    main()
