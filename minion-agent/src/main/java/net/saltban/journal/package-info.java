/**
 * journald's messages: read on live through journalctl, each once, and from files that journalctl wrote. Says of each message
 * whether the journal vouches for its sender; what it means is not decided here.
 *
 * <p>Uses {@code source}, {@code finding} for the word {@code Trust}, {@code limits}, {@code text}, the JDK, and jackson-core
 * inside {@code JsonEntries}.
 */
@NullMarked
package net.saltban.journal;

import org.jspecify.annotations.NullMarked;
