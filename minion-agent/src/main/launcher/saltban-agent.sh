#!/bin/sh
# Starts saltban-agent with a Java that is new enough. Nothing here comes from a log or from the network.
set -u

# Whether a path is the only name of its folder: then the fork that finds that name is saved, one of the few here.
is_plain() {
  case $1/ in
    *//* | */./* | */../*) return 1 ;;
    /*) rest=$1 ;;
    *) return 1 ;;
  esac
  while [ -n "$rest" ]; do
    if [ -h "$rest" ]; then
      return 1
    fi
    rest=${rest%/*}
  done
}

# One name for the jar, however the program was called: Java knows its archive by it.
self=$0
if [ -h "$self" ]; then
  self=$(readlink -f "$self")
fi
case $self in
  */*) bin=${self%/*} ;;
  *) bin=. ;;
esac
if is_plain "$bin"; then
  home=${bin%/*}
else
  home=$(cd "$bin/.." && pwd -P)
fi

if [ -f "$home/lib/saltban-agent.jar" ]; then
  jar=$home/lib/saltban-agent.jar
elif [ -f "$home/saltban-agent.jar" ]; then
  jar=$home/saltban-agent.jar
else
  echo "saltban-agent: $home: saltban-agent.jar is missing; build with 'mvn package', or apply the Salt state saltban" >&2
  exit 66
fi

# Sets major to the version of the Java in a folder, by its release file; to 0 if there is none.
look_at() {
  major=0
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  while IFS='="' read -r key _ value _; do
    if [ "$key" = JAVA_VERSION ]; then
      major=${value%%.*}
      break # the shell reads byte by byte
    fi
  done <"$1/release"
  case $major in
    '' | *[!0-9]*) major=0 ;;
  esac
}

java=
try() {
  if [ -z "$java" ] && [ -n "$1" ]; then
    look_at "$1"
    if [ "$major" -ge 17 ]; then
      java=$1/bin/java
    fi
  fi
}
try "${JAVA_HOME:-}"
if [ -z "$java" ] && onpath=$(command -v java 2>/dev/null); then
  onpath=$(readlink -f "$onpath")
  try "${onpath%/bin/java}"
fi
for candidate in /usr/lib/jvm/*; do
  try "$candidate"
done
if [ -z "$java" ]; then
  echo "saltban-agent: no Java 17 or newer in JAVA_HOME, on the PATH or in /usr/lib/jvm; install one, such as Debian's default-jre-headless" >&2
  exit 69
fi

# Short commands: a small heap that grows where a large log needs it, one collector thread, the quick compiler only.
case ${1:-} in
  scan | findings | follow | apply) heap=192m ;;
  *) heap=96m ;;
esac
options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms8m -Xmx${SALTBAN_AGENT_HEAP:-$heap} -XX:-UsePerfData"

# The archive of classes lies at the address that it was made for. Java would else move it to a random one, and so write to its
# pages: 5 to 20 ms and as many MiB a start. What is given up: an attacker can tell where the descriptions of classes lie, which
# helps only who can write to memory already. Code, stacks and heap stay at random addresses, and the agent has no native part.
options="$options -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"

# Classes as this Java lays them out in memory. Java refuses what jar or Java have outgrown; only speed depends on it. From 25 on it
# takes in the whole archive at each start, so that the command people wait for has a small one of its own.
main=net.saltban.agent.AgentMain
quiet="-Xlog:disable"
if [ "$major" -ge 25 ]; then
  # Without profiles: the quick compiler needs none, and to take them in costs 10 ms a start.
  archive=${jar%.jar}.aot make="-XX:-AOTRecordTraining -XX:AOTCacheOutput=" use=-XX:AOTCache=
  scan=${jar%.jar}-scan.aot
else
  archive=${jar%.jar}.jsa make=-XX:ArchiveClassesAtExit= use=-XX:SharedArchiveFile=
  scan=$archive
fi
# Makes an archive of the classes that a training run needs.
make() {
  made=$1
  shift
  rm -f "$made.new"
  # shellcheck disable=SC2086
  "$java" $options $quiet $make"$made.new" -cp "$jar" "$main" train "$@" >/dev/null 2>&1
  if [ -s "$made.new" ] && chmod 644 "$made.new" && mv "$made.new" "$made"; then
    return 0
  fi
  rm -f "$made.new"
  echo "saltban-agent: $made: could not be made; the agent works without, only slower" >&2
  exit 74
}
case ${1:-} in
  make-archive)
    make "$archive"
    if [ "$scan" != "$archive" ]; then
      make "$scan" scan
    fi
    exit 0
    ;;
  scan) archive=$scan ;;
esac
set -- -cp "$jar" "$main" "$@"
if [ -f "$archive" ]; then
  options="$options $quiet"
  set -- "$use$archive" "$@"
fi
# Java cannot tell whether its output is a terminal, nor how wide; the shell can.
if [ -t 1 ]; then
  options="$options -Dsaltban.terminal=true"
  size=$(stty size 2>/dev/null <&1) && options="$options -Dsaltban.columns=${size#* }"
fi
# shellcheck disable=SC2086
exec "$java" $options "$@"
