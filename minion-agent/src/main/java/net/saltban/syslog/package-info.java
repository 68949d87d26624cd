/**
 * Lines of a log as bytes, and the prefix that syslog puts before a message: time, host, tag, pid. Knows no sshd.
 *
 * <p>Uses {@code limits} and the JDK.
 */
@NullMarked
package net.saltban.syslog;

import org.jspecify.annotations.NullMarked;
