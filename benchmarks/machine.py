"""The machine on which is measured, in words that fit any document."""
import os
import pathlib
import platform
import re

_AMD = {23: "Zen or Zen 2", 25: "Zen 3 or Zen 4", 26: "Zen 5"}


def jdks():
    """Major version to home, of each Java from 17 on; JAVA_HOME first, else where the system keeps them."""
    homes = [pathlib.Path(os.environ["JAVA_HOME"])] if os.environ.get("JAVA_HOME") else []
    homes += sorted(pathlib.Path("/usr/lib/jvm").glob("*"))
    found = {}
    for home in homes:
        release = home / "release"
        if release.exists() and (home / "bin" / "java").exists():
            text = release.read_text()
            major = int(re.search(r'JAVA_VERSION="(\d+)', text).group(1))
            if major >= 17:
                found.setdefault(major, home)
    return dict(sorted(found.items()))


def _version(home):
    text = (home / "release").read_text()
    version = re.search(r'JAVA_VERSION="([^"]+)"', text).group(1)
    maker = re.search(r'IMPLEMENTOR="([^"]+)"', text)
    return version + (" (%s)" % maker.group(1) if maker else "")


def describe(javas):
    cpu = dict(re.findall(r"^(vendor_id|cpu family|model name)\s*:\s*(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M))
    family = int(cpu.get("cpu family", 0))
    kind = _AMD.get(family, "AMD family %d" % family) if cpu.get("vendor_id") == "AuthenticAMD" else cpu.get(
        "model name", platform.machine())
    memory = int(re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text()).group(1)) / 1024 / 1024
    system = re.search(r'PRETTY_NAME="([^"]+)"', pathlib.Path("/etc/os-release").read_text()).group(1)
    return "%d cores (%s), %.0f GiB, Linux %s, %s, Python %s, Java %s" % (
        os.cpu_count(), kind, memory, re.match(r"\d+\.\d+", platform.release()).group(), system, platform.python_version(),
        ", ".join(_version(home) for home in javas.values()))
