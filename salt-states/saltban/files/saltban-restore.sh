#!/bin/sh
# Puts the ban list that this machine holds back into force after a start, without the master: hands the agent a delta from the list to
# itself. The agent checks every line again, and what may have changed since: addresses, gateway, sessions.
set -eu

folder=/var/lib/saltban-agent/enforce
if [ ! -f "$folder/auto-ban.data" ]; then
  exit 0 # nothing was ever applied
fi

# One value of the header, if it has the form that it must have.
header() {
  sed -n "1,5s/^# $1 \\($2\\)\$/\\1/p" "$folder/auto-ban.data"
}

list=$(header list '[0-9a-f-]\{36\}')
generation=$(header generation '[0-9]\{1,19\}')
hash=$(header sha256 '[0-9a-f]\{64\}')
protected=$(sha256sum "$folder/protected" | cut -c 1-64)
if [ -z "$list" ] || [ -z "$generation" ] || [ -z "$hash" ]; then
  echo "saltban-restore: $folder/auto-ban.data: the header is damaged; run salt-call saltban.apply" >&2
  exit 65
fi

printf '{"v":1,"list":"%s","base_sha256":"%s","sha256":"%s","generation":%s,"add":[],"remove":[],"snapshot":"%s-%s.data","protected_sha256":"%s"}' \
  "$list" "$hash" "$hash" "$generation" "$generation" "$(printf %.16s "$hash")" "$protected" | /opt/saltban/bin/saltban-agent apply
