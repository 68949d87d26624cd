{#- Removes the agent, its configuration, its state and its user. The findings that the master has stay there; Java stays here. -#}
{%- from "saltban/map.jinja" import saltban, is_supported with context %}
{%- if is_supported %}

Agent files are gone:
  file.absent:
    - names:
      - /usr/local/bin/saltban-agent
      - /opt/saltban/bin/saltban-agent
      - /opt/saltban/saltban-agent.jar
      - /opt/saltban/saltban-agent.jsa
      - /opt/saltban/saltban-agent.aot
      - /opt/saltban/saltban-agent-scan.aot
      - /etc/saltban/agent.yaml
      - /var/lib/saltban-agent
{%- if not salt["file.file_exists"]("/opt/saltban/saltban.jar") %}
      - /opt/saltban
{%- endif %}
{%- if not salt["file.file_exists"]("/etc/saltban/saltban.yaml") %}
      - /etc/saltban
{%- endif %}

Agent user is gone:
  user.absent:
    - name: {{ saltban.agent.user | yaml_dquote }}
    - require:
      - file: Agent files are gone
{%- endif %}
