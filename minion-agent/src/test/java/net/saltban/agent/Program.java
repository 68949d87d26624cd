package net.saltban.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

import net.saltban.source.JournalProbe;
import net.saltban.source.LogFinder;

/** The program in this process: one command line, and what came of it. */
final class Program {
    static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final int status;

    private Program(LogFinder logs, InstantSource clock, InputStream in, boolean terminal, String... args) {
        Surroundings surroundings = new Surroundings(
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                80,
                clock,
                LocalZone.of(ZoneOffset.UTC),
                logs);
        status = AgentMain.run(List.of(args), surroundings);
    }

    /** Runs it; the machine's own log is looked for in a folder. */
    static Program run(Path logFolder, String... args) {
        return withClock(() -> NOW, logFolder, args);
    }

    static Program withClock(InstantSource clock, Path logFolder, String... args) {
        return new Program(new LogFinder(logFolder), clock, InputStream.nullInputStream(), false, args);
    }

    static Program withInput(Path logFolder, byte[] in, String... args) {
        return withInput(logFolder, new ByteArrayInputStream(in), args);
    }

    static Program withInput(Path logFolder, InputStream in, String... args) {
        return new Program(new LogFinder(logFolder), () -> NOW, in, false, args);
    }

    /** Runs it; the machine's own log is looked for in a journal, and in a folder. */
    static Program withJournal(JournalProbe journal, Path logFolder, String... args) {
        return new Program(new LogFinder(logFolder, journal), () -> NOW, InputStream.nullInputStream(), false, args);
    }

    static Program onTerminal(Path logFolder, String... args) {
        return onTerminalWithInput(logFolder, new byte[0], args);
    }

    static Program onTerminalWithInput(Path logFolder, byte[] in, String... args) {
        return new Program(new LogFinder(logFolder), () -> NOW, new ByteArrayInputStream(in), true, args);
    }

    int status() {
        return status;
    }

    byte[] outBytes() {
        return out.toByteArray();
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
