{#- Removes the master's side. Evidence and bans in /var/lib/saltban stay: remove that folder by hand if they are not wanted any more. -#}
{%- from "saltban/map.jinja" import saltban with context %}
{%- set master = saltban.master %}

Aggregator files are gone:
  file.absent:
    - names:
      - /etc/cron.d/saltban
      - /usr/local/bin/saltban
      - /opt/saltban/bin/saltban
      - /opt/saltban/saltban.jar
      - /etc/saltban/saltban.yaml
      - /etc/saltban/salt-api.password
      - /etc/saltban/eauth
      - {{ (master.extension_modules ~ "/runners/saltban.py") | yaml_dquote }}
      - {{ (master.extension_modules ~ "/runners/saltban_publication.py") | yaml_dquote }}
      - {{ (master.master_d ~ "/saltban.conf") | yaml_dquote }}
      - {{ master.publish_to | yaml_dquote }}
