#!/bin/sh
# Starts saltban, the aggregator on the Salt master. Works from dist/bin, from /opt/saltban/bin, and through links to either.
#
# Java: $SALTBAN_JAVA, then $JAVA_HOME, then the first java on the path, then what lies in /usr/lib/jvm. 17 or newer.
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

java=
for each in "${SALTBAN_JAVA:-}" "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" /usr/lib/jvm/*/bin/java; do
  if [ -n "$each" ] && [ -x "$each" ]; then java=$each && break; fi
done
if [ -z "$java" ]; then
  echo "saltban: no Java found (SALTBAN_JAVA, JAVA_HOME, PATH, /usr/lib/jvm); install a JRE of version 17 or newer" >&2
  exit 66
fi

exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -jar "$jar" "$@"
