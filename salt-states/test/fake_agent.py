"""
Stands in for saltban-agent: notes how it was called, and answers as `answers.json` beside it says.

An answer is a map of `output`, `message`, `status`, and one of `sleep`, `flood` (bytes), `needs` (files that have to
lie in incoming).
"""

import json
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
INCOMING = os.path.join(HERE, "state", "enforce", "incoming")


def main():
    command = sys.argv[1]
    given = sys.stdin.buffer.read()
    incoming = {}
    if os.path.isdir(INCOMING):
        for name in sorted(os.listdir(INCOMING)):
            path = os.path.join(INCOMING, name)
            if os.path.isfile(path):
                with open(path, "rb") as stream:
                    incoming[name] = stream.read().decode("utf-8")
    with open(os.path.join(HERE, "calls.jsonl"), "a", encoding="utf-8") as calls:
        call = {
            "arguments": sys.argv[1:],
            "stdin": given.decode("utf-8"),
            "uid": os.getuid(),
            "gid": os.getgid(),
            "groups": sorted(os.getgroups()),
            "environment": sorted(os.environ),
            "session": os.getsid(0) == os.getpid(),
            "incoming": incoming,
        }
        calls.write(json.dumps(call) + "\n")
    with open(os.path.join(HERE, "answers.json"), encoding="utf-8") as stream:
        answer = json.load(stream)[command]
    if isinstance(answer, list):
        answer = answer[0 if "--test" in sys.argv else 1]
    if "sleep" in answer:
        time.sleep(answer["sleep"])
    if "flood" in answer:
        sys.stdout.write("x" * answer["flood"])
    missing = [name for name in answer.get("needs", []) if name not in incoming]
    if missing:
        print(
            json.dumps(
                {"v": 1, "outcome": "needs-files", "why": "the list is not here", "files": missing, "status": {}}
            )
        )
        return 75
    output = answer.get("output", "")
    sys.stdout.write(output if isinstance(output, str) else json.dumps(output))
    sys.stderr.write(answer.get("message", ""))
    return answer.get("status", 0)


if __name__ == "__main__":
    sys.exit(main())
