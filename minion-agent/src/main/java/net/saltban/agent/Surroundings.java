package net.saltban.agent;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;

import net.saltban.source.LogFinder;

/**
 * What a command meets outside of the program.
 *
 * @param in standard input
 * @param out standard output, UTF-8
 * @param err standard error, UTF-8
 * @param isTerminal whether standard output is a terminal
 * @param columns width of the terminal, or 80
 * @param clock the time
 * @param localZone zone of stamps that name none, and of times for people
 * @param logs where the machine's own log is looked for
 */
record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean isTerminal,
        int columns,
        InstantSource clock,
        LocalZone localZone,
        LogFinder logs) {
    /** The zone itself; the first call may have to load it. */
    ZoneId zone() {
        return localZone.id();
    }
}
