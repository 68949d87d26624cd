package net.saltban.finding;

/** Who vouches that sshd wrote a message. */
public enum Trust {
    /** journald itself: the sender ran as root from sshd's executable or unit. */
    JOURNAL,
    /** Nobody: a text log, which any local user can write to through syslog. */
    TEXT
}
