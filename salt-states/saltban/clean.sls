{#- Undoes `saltban`: first the rules, then the agent with everything it kept. #}
include:
  - saltban.bans.clean
  - saltban.agent.clean
