{#- Removes the master's side and what was published. Evidence and bans in /var/lib/saltban stay, and so does their user: remove both by
    hand if they are not wanted any more. -#}
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
      - /etc/saltban/master.conf.sample
      - {{ (master.extension_modules ~ "/runners/saltban.py") | yaml_dquote }}
      - {{ (master.extension_modules ~ "/runners/saltban_publication.py") | yaml_dquote }}
      - {{ master.publish_to | yaml_dquote }}
      # The aggregator's note of what is published: now it is not any more.
      - /var/lib/saltban/published
{%- if not salt["file.file_exists"]("/opt/saltban/saltban-agent.jar") %}
      - /opt/saltban
{%- endif %}
{%- if not salt["file.file_exists"]("/etc/saltban/agent.yaml") %}
      - /etc/saltban
{%- endif %}

Grants of the aggregator are gone:
  file.absent:
    - name: {{ (master.master_d ~ "/saltban.conf") | yaml_dquote }}

Daemons of the master need a restart:
  test.show_notification:
    - text: The master's configuration has changed. Restart salt-master and salt-api (systemctl restart salt-master salt-api).
    - onchanges:
      - file: Grants of the aggregator are gone
