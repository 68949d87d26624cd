{#- Takes the rules out of the kernel, or the jail out of fail2ban; the list stays until the agent is removed. -#}
{%- from "saltban/map.jinja" import saltban with context %}
{%- if grains["kernel"] == "Linux" and "proxy" not in opts %}

Bans are out of force:
  cmd.run:
    - name: /opt/saltban/bin/saltban-agent off 'saltban.bans.clean was applied'
    - onlyif: test -x /opt/saltban/bin/saltban-agent && ! test -e /var/lib/saltban-agent/enforce/off

Jail of the bans is gone:
  file.absent:
    - names:
      - /etc/fail2ban/jail.d/saltban.conf
      - /etc/fail2ban/filter.d/saltban.conf
{%- endif %}
