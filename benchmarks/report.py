"""The tables, and the measured values beside the targets."""
import statistics

# (text, size in MB or None for the start, numerator, denominator or None for MiB, bound)
_TARGETS = (
    ("warm, 1 GB, JDK 25, to `rg`", 1000, "warm25", "rg", 1.0),
    ("cold, 1 GB, JDK 25, to the Python script", 1000, "scan25", "python", 0.2),
    ("cold, 1 MB, JDK 25, to `python3 -c pass`", 1, "scan25", "start", 3.0),
    ("cold, 1 MB, JDK 17, to `python3 -c pass`", 1, "scan17", "start", 4.3),
    ("peak memory at 100 MB, JDK 25, MiB", 100, "scan25", None, 40),
    ("peak memory at 1 GB, JDK 25, MiB", 1000, "scan25", None, 100),
)


def _time(seconds):
    return "%.0f ms" % (seconds * 1000) if seconds < 1 else "%.2f s" % seconds


def _table(result):
    base = "python" if result.megabytes == 0 else "rg"
    named = "python3" if result.megabytes == 0 else "rg"
    lines = ["### " + result.title, ""]
    if result.note:
        lines += [result.note, ""]
    lines += ["| program | median | slowest | processor | to %s | peak memory |" % named, "| --- | ---: | ---: | ---: | ---: | ---: |"]
    reference = result.median(base)
    for c in result.competitors:
        ratio = "%.2f" % (c.median / reference) if reference else "-"
        warm = c.key.startswith("warm")
        lines.append("| %s | %s | %s | %s | %s | %.1f MiB |" % (
            c.name, _time(c.median), _time(max(c.seconds)), "-" if warm else _time(statistics.median(c.cpu)), ratio,
            max(c.kibibytes) / 1024))
    return lines + [""]


def _measured(results, size, key, to):
    result = next((r for r in results if r.megabytes == size), None)
    if result is None or result.median(key) is None:
        return None
    if to is None:
        return result.mebibytes(key)
    below = results[0].median("python") if to == "start" else result.median(to)
    return None if below is None else result.median(key) / below


def write(results, machine, rounds, seed):
    lines = ["Machine: %s. %d rounds in turn after one that is not counted, seed %d." % (machine, rounds, seed), ""]
    for result in results:
        lines += _table(result)
    lines += ["### Targets", "", "| ratio or amount | target | measured |", "| --- | ---: | ---: |"]
    for text, size, key, to, bound in _TARGETS:
        measured = _measured(results, size, key, to)
        shown = "not measured in this run" if measured is None else "%.2f" % measured if to else "%.0f" % measured
        lines.append("| %s | ≤ %s | %s%s |" % (text, bound, shown, " (missed)" if measured is not None and measured > bound else ""))
    return "\n".join(lines) + "\n"
