{#- Sets up the master's side: the aggregator with its user, the runner, the grants of salt-api, and the cron file.
    Apply it to the minion that runs on the master. It never restarts a daemon: it says which one needs it. -#}
{%- from "saltban/map.jinja" import saltban with context %}
{%- set master = saltban.master %}
{%- set api = master.salt_api %}
{%- set settings = {
  "salt-api": {
    "url": "http://" ~ api.host ~ ":" ~ api.port,
    "user": api.user,
    "password-file": "/etc/saltban/salt-api.password",
  },
} %}

Aggregator user exists:
  user.present:
    - name: {{ master.user | yaml_dquote }}
    - system: true
    - usergroup: true
    - home: /var/lib/saltban
    - createhome: false
    - shell: /usr/sbin/nologin

Aggregator program folder exists:
  file.directory:
    - name: /opt/saltban/bin
    - user: root
    - group: root
    - mode: '0755'
    - makedirs: true

Aggregator program is installed:
  file.managed:
    - name: /opt/saltban/saltban.jar
    - source: salt://saltban/files/saltban.jar
    - user: root
    - group: root
    - mode: '0644'
    - show_changes: false
    - require:
      - file: Aggregator program folder exists

Aggregator launcher is installed:
  file.managed:
    - name: /opt/saltban/bin/saltban
    - source: salt://saltban/files/saltban.sh
    - user: root
    - group: root
    - mode: '0755'
    - require:
      - file: Aggregator program is installed

Aggregator is on the path:
  file.symlink:
    - name: /usr/local/bin/saltban
    - target: /opt/saltban/bin/saltban
    - require:
      - file: Aggregator launcher is installed
{%- if saltban.java.package %}

Java is there for the aggregator:
  pkg.installed:
    - name: {{ saltban.java.package | yaml_dquote }}
    - unless: /opt/saltban/bin/saltban --version
    - require:
      - file: Aggregator launcher is installed
{%- endif %}

Aggregator configuration folder exists:
  file.directory:
    - name: /etc/saltban
    - user: root
    - group: root
    - mode: '0755'

Aggregator is configured:
  file.serialize:
    - name: /etc/saltban/saltban.yaml
    - dataset: {{ salt["slsutil.merge"](settings, master.config) | json }}
    - serializer: yaml
    - user: root
    - group: {{ master.user | yaml_dquote }}
    - mode: '0640'
    - require:
      - file: Aggregator configuration folder exists
      - user: Aggregator user exists

Aggregator state folders exist:
  file.directory:
    - names:
      - /var/lib/saltban
      - /var/lib/saltban/snapshots
    - user: {{ master.user | yaml_dquote }}
    - group: {{ master.user | yaml_dquote }}
    - mode: '0750'
    - require:
      - user: Aggregator user exists

Password for salt-api was made here:
  cmd.run:
    - name: >-
        umask 077 &&
        head -c 32 /dev/urandom | base64 -w0 > /etc/saltban/.salt-api.password.new &&
        chown {{ master.user }}:{{ master.user }} /etc/saltban/.salt-api.password.new &&
        mv /etc/saltban/.salt-api.password.new /etc/saltban/salt-api.password
    - creates: /etc/saltban/salt-api.password
    - require:
      - file: Aggregator configuration folder exists
      - user: Aggregator user exists

Hash of the password is there for the master:
  cmd.run:
    - name: >-
        umask 077 &&
        printf '%s:%s\n' '{{ api.user }}' "$(sha256sum < /etc/saltban/salt-api.password | cut -d ' ' -f 1)" > /etc/saltban/.eauth.new &&
        chown {{ master.salt_user }} /etc/saltban/.eauth.new &&
        mv /etc/saltban/.eauth.new /etc/saltban/eauth
    - unless: >-
        grep -qxF '{{ api.user }}:'"$(sha256sum < /etc/saltban/salt-api.password | cut -d ' ' -f 1)" /etc/saltban/eauth
    - require:
      - cmd: Password for salt-api was made here

Checks of the runner are installed:
  file.managed:
    - name: {{ (master.extension_modules ~ "/runners/saltban_publication.py") | yaml_dquote }}
    - source: salt://_runners/saltban_publication.py
    - user: {{ master.salt_user | yaml_dquote }}
    - mode: '0644'
    - makedirs: true

Runner is installed:
  file.managed:
    - name: {{ (master.extension_modules ~ "/runners/saltban.py") | yaml_dquote }}
    - source: salt://_runners/saltban.py
    - user: {{ master.salt_user | yaml_dquote }}
    - mode: '0644'
    - makedirs: true

Publish folder exists:
  file.directory:
    - name: {{ (master.publish_to ~ "/snapshots") | yaml_dquote }}
    - user: {{ master.salt_user | yaml_dquote }}
    - mode: '0755'
    - makedirs: true

Master grants the aggregator its few calls:
  file.managed:
    - name: {{ (master.master_d ~ "/saltban.conf") | yaml_dquote }}
    - source: salt://saltban/files/master.conf.jinja
    - template: jinja
    - context:
        master: {{ master | json }}
    - user: root
    - group: root
    - mode: '0644'
    - makedirs: true

Daemons of the master need a restart:
  test.show_notification:
    - text: >-
        The master's configuration has changed. Restart salt-master and salt-api now
        (systemctl restart salt-master salt-api); then run saltban doctor as user {{ master.user }}.
    - onchanges:
      - file: Master grants the aggregator its few calls

Cycle runs from cron:
  file.managed:
    - name: /etc/cron.d/saltban
    - contents:
      - '# Written by the Salt state saltban.master.'
      - {{ (master.cron ~ " " ~ master.user ~ " /usr/local/bin/saltban collect --quiet") | yaml_dquote }}
    - user: root
    - group: root
    - mode: '0644'
    - makedirs: true
    - require:
      - file: Aggregator is on the path
      - file: Aggregator is configured
