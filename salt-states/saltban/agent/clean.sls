{#- Removes the agent, its configuration, its state and its user. The findings that the master has stay there. -#}
{%- from "saltban/map.jinja" import saltban with context %}

Agent files are gone:
  file.absent:
    - names:
      - /usr/local/bin/saltban-agent
      - /opt/saltban/bin/saltban-agent
      - /opt/saltban/saltban-agent.jar
      - /opt/saltban/saltban-agent.jsa
      - /etc/saltban/agent.yaml
      - /var/lib/saltban-agent

Agent user is gone:
  user.absent:
    - name: {{ saltban.agent.user | yaml_dquote }}
    - require:
      - file: Agent files are gone
