#!/bin/sh
# Starts saltban-agent with a Java that is new enough. Nothing here comes from a log or from the network.
set -u

self=$0
while [ -h "$self" ]; do
  target=$(readlink "$self")
  case $target in
    /*) self=$target ;;
    *) self=$(dirname "$self")/$target ;;
  esac
done
home=$(cd "$(dirname "$self")/.." && pwd)

if [ -f "$home/lib/saltban-agent.jar" ]; then
  jar=$home/lib/saltban-agent.jar
elif [ -f "$home/saltban-agent.jar" ]; then
  jar=$home/saltban-agent.jar
else
  echo "saltban-agent: $home: saltban-agent.jar is missing; build with 'mvn package', or apply the Salt state saltban" >&2
  exit 66
fi

# Major version of the Java at a path, by its release file; empty if there is none.
major() {
  [ -x "$1/bin/java" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

java=
try() {
  [ -z "$java" ] && [ -n "$1" ] && [ "$(major "$1" || echo 0)" -ge 17 ] 2>/dev/null && java=$1/bin/java
  return 0
}
try "${JAVA_HOME:-}"
onpath=$(command -v java 2>/dev/null) && try "$(dirname "$(dirname "$(readlink -f "$onpath")")")"
for candidate in /usr/lib/jvm/*; do
  try "$candidate"
done
if [ -z "$java" ]; then
  echo "saltban-agent: no Java 17 or newer in JAVA_HOME, on the PATH or in /usr/lib/jvm; install one, such as Debian's default-jre-headless" >&2
  exit 69
fi

# Short commands: a small heap, one collector thread, the quick compiler only.
options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xms16m -Xmx${SALTBAN_AGENT_HEAP:-96m} -XX:-UsePerfData"
archive=${jar%.jar}.jsa
if [ "${1:-}" = make-archive ]; then
  # Classes as this Java lays them out in memory; made anew whenever jar or Java change. Only speed depends on it.
  # shellcheck disable=SC2086
  "$java" $options -XX:ArchiveClassesAtExit="$archive.new" -Xlog:disable -Xlog:all=error:stderr -jar "$jar" findings --no-read --state-dir "$home/.no-state" >/dev/null 2>&1
  if [ -s "$archive.new" ]; then
    mv "$archive.new" "$archive"
    exit 0
  fi
  echo "saltban-agent: $archive: this Java makes no class archive; the agent works without" >&2
  exit 0
fi
if [ -f "$archive" ]; then
  options="$options -XX:SharedArchiveFile=$archive -Xlog:disable -Xlog:all=error:stderr"
fi
# Java cannot tell whether its output is a terminal; the shell can.
if [ -t 1 ]; then
  options="$options -Dsaltban.terminal=true"
fi
# shellcheck disable=SC2086
exec "$java" $options -jar "$jar" "$@"
