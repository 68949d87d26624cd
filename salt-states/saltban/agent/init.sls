{#- Installs the agent: its user, Java where none is found, the program, its configuration and its state folders. -#}
{%- from "saltban/map.jinja" import saltban, is_supported, outdated_modules with context %}
{%- set agent = saltban.agent %}
{%- if not is_supported %}

Agent is not for this machine:
  test.show_notification:
    - text: saltban reads logs and enforces on Linux machines; nothing was done here.
{%- else %}
{%- if outdated_modules %}

Custom modules are on the minion:
  saltutil.sync_modules:
    - refresh: true

Custom states are on the minion:
  saltutil.sync_states:
    - refresh: true
    - reload_modules: true
    - require:
      - saltutil: Custom modules are on the minion
{%- endif %}

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

Agent program folder exists:
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
      - file: Agent program folder exists

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

Java is there for the agent:
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
    - onlyif: /opt/saltban/bin/saltban-agent version
    - onchanges:
      - file: Agent program is installed
    - require:
      - file: Agent launcher is installed
{%- if saltban.java.package %}
      - pkg: Java is there for the agent
{%- endif %}
{%- endif %}

Agent configuration folder exists:
  file.directory:
    - name: /etc/saltban
    - user: root
    - group: root
    - mode: '0755'

Agent is configured:
  file.serialize:
    - name: /etc/saltban/agent.yaml
    - dataset: {{ agent.config | json }}
    - serializer: yaml
    - user: root
    - group: root
    - mode: '0644'
    - require:
      - file: Agent configuration folder exists

Agent state folder exists:
  file.directory:
    - name: /var/lib/saltban-agent
    - user: root
    - group: root
    - mode: '0755'

Agent outbox folder exists:
  file.directory:
    - name: /var/lib/saltban-agent/outbox
    - user: {{ agent.user | yaml_dquote }}
    - group: {{ agent.user | yaml_dquote }}
    - mode: '0750'
    - require:
      - user: Agent user exists
      - file: Agent state folder exists

Agent enforcement folder exists:
  file.directory:
    - name: /var/lib/saltban-agent/enforce
    - user: root
    - group: root
    - mode: '0755'
    - require:
      - file: Agent state folder exists
{%- if agent.config.sources == "auto" %}

Agent can read the log of sshd:
  test.show_notification:
    - text: >-
        saltban-agent finds no log of sshd that it may read: neither /var/log/auth.log, /var/log/secure or /var/log/messages, nor
        the journal. Add the group that may read it to the pillar saltban:agent:groups, or name the log in
        saltban:agent:config:sources. Until then this minion finds nothing; the ban list is enforced all the same.
    - unless: >-
        ! id {{ agent.user | quote }} 2>/dev/null ||
        su -s /bin/sh -c 'for log in /var/log/auth.log /var/log/secure /var/log/messages /var/log/journal /run/log/journal; do
        test -r "$log" && exit 0; done; exit 1' {{ agent.user | quote }}
    - require:
      - user: Agent user exists
{%- endif %}
{%- endif %}
