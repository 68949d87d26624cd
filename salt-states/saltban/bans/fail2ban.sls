{#- The jail of fail2ban that holds the list, for the back-end fail2ban; `saltban.bans` includes it. Its settings follow those of the
    agent. A jail of another name is the operator's own, and left to him. -#}
{%- from "saltban/map.jinja" import saltban with context %}
{%- set enforce = saltban.agent.config.enforce %}
{%- set ports = "all" if enforce.ports == "all" else enforce.ports | map("int") | join(",") %}
{%- set mode = "observe" if enforce.mode == "observe" else "enforce" %}

Package fail2ban is installed:
  pkg.installed:
    - name: {{ saltban.bans.packages.fail2ban | yaml_dquote }}
    - unless: command -v fail2ban-client

Jail of the bans exists:
  file.managed:
    - names:
      - /etc/fail2ban/filter.d/saltban.conf:
        - source: salt://saltban/files/fail2ban/filter.conf
      - /etc/fail2ban/action.d/saltban.py:
        - source: salt://saltban/files/fail2ban/action.py
      - /etc/fail2ban/jail.d/saltban.conf:
        - source: salt://saltban/files/fail2ban/jail.conf
      # Read behind saltban.conf.
      - /etc/fail2ban/jail.d/saltban.local:
        - contents:
          - '# Written by the Salt state saltban.bans.fail2ban.'
          - '[saltban]'
          - 'action = saltban.py[mode={{ mode }}, ports="{{ ports }}"]'
    - user: root
    - group: root
    - mode: '0644'
    - require:
      - pkg: Package fail2ban is installed

Service fail2ban runs:
  service.running:
    - name: fail2ban
    - enable: true
    - require:
      - file: Jail of the bans exists

Jail of the bans is as its files say:
  cmd.run:
    - name: fail2ban-client reload --restart saltban
    - onlyif: fail2ban-client status saltban
    - onchanges:
      - file: Jail of the bans exists
    - require:
      - service: Service fail2ban runs

Jail of the bans is loaded:
  cmd.run:
    - name: fail2ban-client reload
    - onlyif: fail2ban-client ping
    - unless: fail2ban-client status saltban
    - require:
      - cmd: Jail of the bans is as its files say
