{#- Keeps the published ban list in force: installs what the back-end needs, lets the agent apply the newest list, and has it put back
    into force after a start of the machine. -#}
{%- from "saltban/map.jinja" import saltban, is_supported, outdated_modules with context %}
{%- set backend = saltban.agent.config.enforce.backend %}
{%- set has_own_jail = backend == "fail2ban" and saltban.agent.config.enforce.jail == "saltban" %}
{%- if not is_supported %}

Bans are not for this machine:
  test.show_notification:
    - text: saltban enforces on Linux machines; nothing was done here.
{%- else %}

include:
  - saltban.agent
{%- if has_own_jail %}
  - saltban.bans.fail2ban
{%- endif %}
{%- if backend == "nftables" and saltban.bans.packages.nftables %}

Package nftables is installed:
  pkg.installed:
    - name: {{ saltban.bans.packages.nftables | yaml_dquote }}
    - unless: command -v nft || test -x /usr/sbin/nft
{%- endif %}
{%- if opts["test"] and outdated_modules %}

Ban list would be in force:
  test.configurable_test_state:
    - changes: true
    - comment: >-
        The custom modules of saltban are missing or outdated on this minion ({{ outdated_modules | join(", ") }}); the first run
        brings them and applies the list.
{%- else %}

Ban list is in force:
  saltban.bans_applied:
    - require:
      - sls: saltban.agent
{%- if has_own_jail %}
      - sls: saltban.bans.fail2ban
{%- endif %}
{%- if backend == "nftables" and saltban.bans.packages.nftables %}
      - pkg: Package nftables is installed
{%- endif %}
{%- endif %}
{%- if grains.get("init") == "systemd" %}

Ban list comes back after a start:
  file.managed:
    - names:
      - /opt/saltban/bin/saltban-restore:
        - source: salt://saltban/files/saltban-restore.sh
        - mode: '0755'
      - /etc/systemd/system/saltban-restore.service:
        - source: salt://saltban/files/saltban-restore.service
        - mode: '0644'
    - user: root
    - group: root
    - require:
      - sls: saltban.agent

Ban list is put into force at each start:
  service.enabled:
    - name: saltban-restore
    - require:
      - file: Ban list comes back after a start
{%- endif %}
{%- endif %}
