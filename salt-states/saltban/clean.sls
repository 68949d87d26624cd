{#- Undoes `saltban`: first the bans, then the agent with everything it kept. -#}
include:
  - saltban.bans.clean
  - saltban.agent.clean
