{#- Sets up the master's side: the aggregator with its user, the runner, the grants of salt-api, and the cron file. For the minion on the
    master. It never restarts a daemon: it says which ones need it. -#}
{%- from "saltban/map.jinja" import saltban with context %}
{%- set master = saltban.master %}
{%- set api = master.salt_api %}
{%- set salt_dir = salt["file.dirname"](master.master_d) %}
{%- set pki = salt_dir ~ "/pki/master" %}
{%- set found_user = salt["file.get_user"](pki) if salt["file.directory_exists"](pki) else "root" %}
{%- set salt_user = master.salt_user or found_user %}
{%- set snippet = master.master_d ~ "/saltban.conf" if master.write_config else "/etc/saltban/master.conf.sample" %}
{%- set grants = {
  "netapi_enable_clients": ["local_async", "runner"],
  "rest_cherrypy": {
    "host": api.host,
    "port": api.port,
    "disable_ssl": true,
    "thread_pool": 20,
    "max_request_body_size": 1048576,
  },
  "external_auth": {
    "file": {
      "^filename": "/etc/saltban/eauth",
      "^hashtype": "sha256",
      api.user: [{"*": ["saltban\\.(apply|findings|status)$"]}, {"@saltban": ["(returns|publish)$"]}],
    },
  },
  "saltban": {
    "owner": master.user,
    "snapshots": "/var/lib/saltban/snapshots",
    "publish_to": master.publish_to,
  },
} %}
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
{%- if salt_user != "root" %}

Master can read the aggregator's snapshots:
  group.present:
    - name: {{ master.user | yaml_dquote }}
    - system: true
    - addusers: {{ [salt_user] | json }}
    - require:
      - user: Aggregator user exists
{%- endif %}

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
    - show_changes: false
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
        head -c 32 /dev/urandom | base64 -w 0 > /etc/saltban/.password.new &&
        chown "$OWNER:" /etc/saltban/.password.new &&
        mv /etc/saltban/.password.new /etc/saltban/salt-api.password
    - env: {{ [{"OWNER": master.user}] | json }}
    - creates: /etc/saltban/salt-api.password
    - require:
      - file: Aggregator configuration folder exists
      - user: Aggregator user exists

Master has the hash of the password:
  cmd.run:
    - name: >-
        umask 077 &&
        printf '%s:%s\n' "$API_USER" "$(head -n 1 /etc/saltban/salt-api.password | tr -d '\n' | sha256sum | cut -c 1-64)"
        > /etc/saltban/.eauth.new &&
        chown "$OWNER" /etc/saltban/.eauth.new &&
        mv /etc/saltban/.eauth.new /etc/saltban/eauth
    - env: {{ [{"OWNER": salt_user}, {"API_USER": api.user}] | json }}
    - unless: >-
        test "$(cat /etc/saltban/eauth)" =
        {{ api.user | quote }}:"$(head -n 1 /etc/saltban/salt-api.password | tr -d '\n' | sha256sum | cut -c 1-64)"
    - require:
      - cmd: Password for salt-api was made here

Runner is installed:
  file.managed:
    - names:
      - {{ (master.extension_modules ~ "/runners/saltban_publication.py") | yaml_dquote }}:
        - source: salt://_runners/saltban_publication.py
      - {{ (master.extension_modules ~ "/runners/saltban.py") | yaml_dquote }}:
        - source: salt://_runners/saltban.py
    - user: {{ salt_user | yaml_dquote }}
    - mode: '0644'
    - makedirs: true

Folder for published lists exists:
  file.directory:
    - names: {{ [master.publish_to, master.publish_to ~ "/snapshots"] | json }}
    - user: {{ salt_user | yaml_dquote }}
    - mode: '0755'
    - makedirs: true
{%- if master.write_config %}

Other settings of salt-api are respected:
  test.fail_without_changes:
    - name: >-
        The master's configuration sets external_auth, rest_cherrypy, netapi_enable_clients or saltban already, and
        {{ snippet }} would change what it means. Set the pillar saltban:master:write_config to false; then merge by hand what
        this state writes to /etc/saltban/master.conf.sample.
    - onlyif: >-
        grep -sqE '^(external_auth|rest_cherrypy|netapi_enable_clients|saltban)[[:space:]]*:' {{ (salt_dir ~ "/master") | quote }} ||
        find {{ master.master_d | quote }} -name '*.conf' ! -name saltban.conf
        -exec grep -qE '^(external_auth|rest_cherrypy|saltban)[[:space:]]*:' {} ';' -print | grep -q .
{%- endif %}

Master grants the aggregator its few calls:
  file.managed:
    - name: {{ snippet | yaml_dquote }}
    - contents: {{ ("# Written by the Salt state saltban.master. The aggregator may start three functions on minions\n"
        ~ "# and two of its own runner, nothing else.\n" ~ grants | yaml(False)) | json }}
    - user: root
    - group: root
    - mode: '0644'
    - makedirs: true
    - require:
      - file: Aggregator configuration folder exists
{%- if master.write_config %}
      - test: Other settings of salt-api are respected
{%- endif %}

Daemons of the master need a restart:
  test.show_notification:
    - text: >-
        The master's configuration has changed{{ "" if master.write_config else " in " ~ snippet ~ "; merge it by hand" }}. Restart
        salt-master and salt-api (systemctl restart salt-master salt-api), then run as user {{ master.user }}: saltban doctor
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
