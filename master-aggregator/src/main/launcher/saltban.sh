#!/bin/sh
# Starts saltban, the aggregator on the Salt master. Works from dist/bin, from /opt/saltban/bin, and through links to either.
#
# Java 17 or newer: that of $JAVA_HOME, then the one on the path, then what lies in /usr/lib/jvm.
set -eu

self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
here=$(cd "$(dirname "$self")" && pwd -P)

jar=
for each in "$here/../lib/saltban.jar" "$here/../saltban.jar"; do
  if [ -f "$each" ]; then jar=$each && break; fi
done
if [ -z "$jar" ]; then
  echo "saltban: $here: saltban.jar is neither in ../lib nor in ..; build it by mvn package, or apply the state saltban.master" >&2
  exit 66
fi

# Whether the Java installed in a folder is new enough, by its release file.
is_usable() {
  [ -x "$1/bin/java" ] || return 1
  major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
  [ "${major:-0}" -ge 17 ]
}

java=
onpath=$(command -v java || true)
[ -z "$onpath" ] || onpath=$(dirname "$(dirname "$(readlink -f "$onpath")")")
for each in "${JAVA_HOME:-}" "$onpath" /usr/lib/jvm/*; do
  if [ -n "$each" ] && is_usable "$each"; then java=$each/bin/java && break; fi
done
if [ -z "$java" ]; then
  echo "saltban: no Java 17 or newer in JAVA_HOME, on the PATH or in /usr/lib/jvm; install one, such as Debian's default-jre-headless" >&2
  exit 69
fi

exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -jar "$jar" "$@"
