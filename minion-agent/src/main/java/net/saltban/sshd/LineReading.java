package net.saltban.sshd;

import net.saltban.syslog.Stamp;

/** What one line says that counts for something, before it is joined to others. Used again for each line. */
final class LineReading {
    /** What kind of line it is. */
    enum Kind {
        /** A message of sshd or Dropbear, with its signature. */
        MESSAGE,
        /** A message of another program, of an operator's phrase. */
        PHRASE,
        /** A syslog daemon says that the line before came again. */
        REPETITION,
        /** A line of sshd without prefix, behind which a prefix proves nothing. */
        BARE
    }

    final Reading reading = new Reading();
    final Stamp stamp = new Stamp();
    Kind kind = Kind.MESSAGE;

    /** How often the line before came again. */
    int repeated;

    /** The process that wrote it, or -1. */
    long pid;

    /** Tells hosts apart that write into one log. */
    int host;

    /** Which line of its block it is, from 1. */
    int position;

    /** Bytes of the lines of its block before it, and with it. */
    int bytesBefore;

    int bytesBehind;
}
