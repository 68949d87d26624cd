{#- Takes the bans out of force and forgets the list. Afterwards the machine refuses nobody on saltban's account. -#}
{%- from "saltban/map.jinja" import saltban, is_supported with context %}
{%- if is_supported %}
{%- if grains.get("init") == "systemd" %}

Ban list does not come back after a start:
  service.disabled:
    - name: saltban-restore
    - onlyif: test -e /etc/systemd/system/saltban-restore.service

Files for the start of the machine are gone:
  file.absent:
    - names:
      - /etc/systemd/system/saltban-restore.service
      - /opt/saltban/bin/saltban-restore
    - require:
      - service: Ban list does not come back after a start
{%- endif %}

Bans are out of force:
  cmd.run:
    # An operator's own `off` has done that already, and stays. Where the agent cannot start any more, its table goes without it.
    - name: >-
        test -e /var/lib/saltban-agent/enforce/off ||
        { /opt/saltban/bin/saltban-agent off 'the state saltban.bans.clean is applied' &&
        rm -f /var/lib/saltban-agent/enforce/off; } ||
        nft delete table inet saltban
    - onlyif: test -e /var/lib/saltban-agent/enforce/auto-ban.data

Ban list is forgotten:
  file.absent:
    - names:
      - /var/lib/saltban-agent/enforce/auto-ban.data
      - /var/lib/saltban-agent/enforce/protected
      - /var/lib/saltban-agent/enforce/applied.json
      - /var/lib/saltban-agent/enforce/enforced.data
    - require:
      - cmd: Bans are out of force

Jail of the bans is gone:
  file.absent:
    - names:
      - /etc/fail2ban/jail.d/saltban.local
      - /etc/fail2ban/jail.d/saltban.conf
      - /etc/fail2ban/action.d/saltban.py
      - /etc/fail2ban/filter.d/saltban.conf
    - require:
      - cmd: Bans are out of force

Jail of the bans is not loaded any more:
  cmd.run:
    - name: fail2ban-client stop saltban
    - onlyif: fail2ban-client status saltban
    - onchanges:
      - file: Jail of the bans is gone
{%- endif %}
