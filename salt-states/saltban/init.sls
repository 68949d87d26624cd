{#- Installs the agent and keeps the ban list enforced: the state for the top file. #}
include:
  - saltban.agent
  - saltban.bans
