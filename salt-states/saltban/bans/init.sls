{#- Keeps the published ban list in force: installs what the back-end needs, and lets the agent apply the newest list. -#}
{%- from "saltban/map.jinja" import saltban with context %}
{%- set backend = saltban.agent.config.enforce.backend %}
{%- set package = saltban.bans.packages.get(backend, "") %}
{%- if grains["kernel"] == "Linux" and "proxy" not in opts %}

include:
  - saltban.agent
{%- if package %}

Back-end of the bans is installed:
  pkg.installed:
    - name: {{ package | yaml_dquote }}
{%- if backend == "nftables" %}
    - unless: command -v nft || test -x /usr/sbin/nft
{%- elif backend == "fail2ban" %}
    - unless: command -v fail2ban-client
{%- endif %}
{%- endif %}
{%- if backend == "fail2ban" %}

Jail of the bans exists:
  file.managed:
    - name: /etc/fail2ban/jail.d/saltban.conf
    - source: salt://saltban/files/fail2ban/jail.conf
    - user: root
    - group: root
    - mode: '0644'
    - require:
      - pkg: Back-end of the bans is installed

Filter of the jail exists:
  file.managed:
    - name: /etc/fail2ban/filter.d/saltban.conf
    - source: salt://saltban/files/fail2ban/filter.conf
    - user: root
    - group: root
    - mode: '0644'
    - require:
      - pkg: Back-end of the bans is installed
{%- endif %}
{%- if opts.get("test") and "saltban.apply" not in salt %}

Ban list would be in force:
  test.configurable_test_state:
    - changes: true
    - comment: The custom modules are not on this minion yet; the first run brings them and applies the list.
{%- else %}

Ban list is in force:
  saltban.bans_applied:
    - require:
      - sls: saltban.agent
{%- if package %}
      - pkg: Back-end of the bans is installed
{%- endif %}
{%- if backend == "fail2ban" %}
      - file: Jail of the bans exists
      - file: Filter of the jail exists
{%- endif %}
{%- endif %}
{%- else %}

Bans are not for this machine:
  test.show_notification:
    - text: saltban enforces on Linux machines; nothing was done here.
{%- endif %}
