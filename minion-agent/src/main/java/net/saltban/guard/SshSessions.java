package net.saltban.guard;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The peers of ssh sessions that have authenticated and are open now.
 *
 * <p>A session is an established TCP connection to a port on which root listens, held by a process that {@link SshProcess}
 * recognises as a session behind its authentication. Connections that are still guessing do not count: their processes say
 * {@code [accepted]}, {@code [net]}, {@code [priv]}.
 *
 * <p>Limits: only OpenSSH; only sessions of this network namespace; only as root can one see whose socket it is. A session
 * through a jump host protects the jump host.
 */
public final class SshSessions implements ProtectionSource {
    private static final String WHY = "the peer of an open ssh session";
    private static final int ROOT = 0;

    private final Path proc;
    private final Path passwd;
    private final int programOwner;

    /**
     * Reads the tables of processes and sockets.
     *
     * @param proc {@code /proc}
     * @param passwd {@code /etc/passwd}
     */
    public SshSessions(Path proc, Path passwd) {
        this(proc, passwd, ROOT);
    }

    SshSessions(Path proc, Path passwd, int programOwner) {
        this.proc = proc;
        this.passwd = passwd;
        this.programOwner = programOwner;
    }

    @Override
    public void collect(Protections into) throws IOException {
        List<TcpSocket> sockets = TcpSocket.all(proc);
        Set<Integer> ports = new HashSet<>();
        for (TcpSocket socket : sockets) {
            if (socket.isRootListening()) {
                ports.add(socket.localPort());
            }
        }
        Set<String> held = socketsOfSessions();
        for (TcpSocket socket : sockets) {
            boolean ofSession = held.contains("socket:[" + socket.inode() + "]");
            if (ofSession && socket.isEstablished() && ports.contains(socket.localPort())) {
                into.add(socket.remote(), WHY);
            }
        }
    }

    private Set<String> socketsOfSessions() throws IOException {
        Map<String, Long> accounts = SshProcess.accounts(LinesOf.optionalFile(passwd));
        Set<String> held = new HashSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                addSockets(process, accounts, held);
            }
        }
        return held;
    }

    private void addSockets(Path process, Map<String, Long> accounts, Set<String> into) throws IOException {
        try {
            if (SshProcess.isSession(process, accounts, programOwner)) {
                addSockets(process.resolve("fd"), into);
            }
        } catch (IOException e) {
            if (Files.exists(process)) { // else it ended meanwhile, and its session with it
                throw e;
            }
        }
    }

    private static void addSockets(Path descriptors, Set<String> into) throws IOException {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                target(link).ifPresent(into::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Where a descriptor leads; empty if it was closed meanwhile. */
    private static Optional<String> target(Path link) throws IOException {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
