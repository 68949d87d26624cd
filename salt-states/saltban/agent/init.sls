{#- Installs the agent: its user, Java where none is found, the program, its configuration and its state folders. -#}
{%- from "saltban/map.jinja" import saltban with context %}
{%- set agent = saltban.agent %}
{%- set configured = opts.get("master", []) %}
{%- set masters = [configured] if configured is string else configured %}
{%- if grains["kernel"] != "Linux" or "proxy" in opts %}

Agent is not for this machine:
  test.show_notification:
    - text: saltban reads logs and enforces on Linux machines; nothing was done here.
{%- else %}

Custom modules are on the minion:
  saltutil.sync_modules:
    - refresh: true

Custom states are on the minion:
  saltutil.sync_states:
    - refresh: true
    - reload_modules: true

Agent user exists:
  user.present:
    - name: {{ agent.user | yaml_dquote }}
    - system: true
    - usergroup: true
    - home: /var/lib/saltban-agent
    - createhome: false
    - shell: /usr/sbin/nologin
    - optional_groups: {{ agent.groups | json }}
    - remove_groups: false

Program folder exists:
  file.directory:
    - name: /opt/saltban/bin
    - user: root
    - group: root
    - mode: '0755'
    - makedirs: true

Agent program is installed:
  file.managed:
    - name: /opt/saltban/saltban-agent.jar
    - source: salt://saltban/files/saltban-agent.jar
    - user: root
    - group: root
    - mode: '0644'
    - show_changes: false
    - require:
      - file: Program folder exists

Agent launcher is installed:
  file.managed:
    - name: /opt/saltban/bin/saltban-agent
    - source: salt://saltban/files/saltban-agent.sh
    - user: root
    - group: root
    - mode: '0755'
    - require:
      - file: Agent program is installed

Agent is on the path:
  file.symlink:
    - name: /usr/local/bin/saltban-agent
    - target: /opt/saltban/bin/saltban-agent
    - require:
      - file: Agent launcher is installed
{%- if saltban.java.package %}

Java is installed where the launcher finds none:
  pkg.installed:
    - name: {{ saltban.java.package | yaml_dquote }}
    - unless: /opt/saltban/bin/saltban-agent version
    - require:
      - file: Agent launcher is installed
{%- endif %}
{%- if agent.archive %}

Agent starts from a class archive:
  cmd.run:
    - name: /opt/saltban/bin/saltban-agent make-archive
    - onchanges:
      - file: Agent program is installed
    - require:
      - file: Agent launcher is installed
{%- if saltban.java.package %}
      - pkg: Java is installed where the launcher finds none
{%- endif %}
{%- endif %}

Configuration folder exists:
  file.directory:
    - name: /etc/saltban
    - user: root
    - group: root
    - mode: '0755'

Agent is configured:
  file.serialize:
    - name: /etc/saltban/agent.yaml
    - dataset: {{ salt["slsutil.merge"]({"master": masters}, agent.config) | json }}
    - serializer: yaml
    - user: root
    - group: root
    - mode: '0644'
    - require:
      - file: Configuration folder exists

State folder exists:
  file.directory:
    - name: /var/lib/saltban-agent
    - user: root
    - group: root
    - mode: '0755'

Outbox folder exists:
  file.directory:
    - name: /var/lib/saltban-agent/outbox
    - user: {{ agent.user | yaml_dquote }}
    - group: {{ agent.user | yaml_dquote }}
    - mode: '0750'
    - require:
      - user: Agent user exists
      - file: State folder exists

Enforcement folder exists:
  file.directory:
    - name: /var/lib/saltban-agent/enforce
    - user: root
    - group: root
    - mode: '0755'
    - require:
      - file: State folder exists
{%- endif %}
