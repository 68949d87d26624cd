/** The prefix that syslog puts before a message: time, host, tag, pid. Knows no sshd. */
@NullMarked
package net.saltban.syslog;

import org.jspecify.annotations.NullMarked;
