package net.saltban.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.saltban.limits.BoundedInput;
import net.saltban.limits.InputLimits;
import net.saltban.limits.InputTooLargeException;

/**
 * Whether a process is an ssh session behind its authentication.
 *
 * <p>OpenSSH sets the titles (session.c {@code do_authenticated}, {@code session_proctitle}; auth2.c; monitor.c; sshd.c, 9.2):
 * {@code sshd: USER} or {@code sshd: USER@pts/0,pts/1} or {@code sshd: USER@notty} once authenticated, {@code sshd: USER [priv]},
 * {@code sshd: USER [net]}, {@code sshd: [accepted]}, {@code ... [pam]} before; 9.8 and newer write {@code sshd-session:}.
 *
 * <p>A title is cut where the space for it ends, so {@code sshd: operator [priv]} might read {@code sshd: operator}. Therefore
 * the process must also run as that very user: before authentication it runs as root, or as the user of privilege separation.
 * And anybody may give himself any title: the program must be sshd's own file, owned by root.
 */
final class SshProcess {
    private static final Pattern TITLE = Pattern.compile("(?:sshd|sshd-session): ([^\\[\\]]+)");
    private static final Pattern TERMINALS =
            Pattern.compile("(.+)@(?:notty|(?:pts/[0-9]+|tty[A-Za-z0-9]+)(?:,(?:pts/[0-9]+|tty[A-Za-z0-9]+))*)");
    private static final Set<String> PROGRAMS = Set.of("sshd", "sshd-session");
    private static final String DELETED = " (deleted)";
    private static final int TITLE_BYTES_MAX = 64 * 1024;

    private SshProcess() {}

    /** Names and numbers of the accounts in the lines of {@code /etc/passwd}. */
    static Map<String, Long> accounts(List<String> lines) {
        Map<String, Long> accounts = new HashMap<>();
        for (String line : lines) {
            String[] fields = line.split(":", 4);
            if (fields.length == 4 && fields[2].matches("[0-9]{1,10}")) {
                accounts.putIfAbsent(fields[0], Long.parseLong(fields[2]));
            }
        }
        return accounts;
    }

    /**
     * Whether a process is such a session.
     *
     * @param process its folder below {@code /proc}
     * @param accounts the local accounts; others may exist
     * @param programOwner who must own sshd's file
     */
    static boolean isSession(Path process, Map<String, Long> accounts, int programOwner) throws IOException {
        Matcher title = TITLE.matcher(title(process));
        if (!title.matches()) {
            return false;
        }
        Matcher terminals = TERMINALS.matcher(title.group(1));
        String user = terminals.matches() ? terminals.group(1) : title.group(1);
        return isSshd(process, programOwner) && runsAs(user, uid(process), accounts);
    }

    private static String title(Path process) throws IOException {
        byte[] bytes;
        try {
            bytes = BoundedInput.readAll(process.resolve("cmdline"), TITLE_BYTES_MAX);
        } catch (InputTooLargeException e) {
            return ""; // sshd's titles are short
        }
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    private static boolean isSshd(Path process, int programOwner) throws IOException {
        Path exe = process.resolve("exe");
        String name;
        try {
            name = String.valueOf(Files.readSymbolicLink(exe).getFileName());
        } catch (AccessDeniedException e) {
            throw new IOException("only root can see which processes are ssh sessions; run as root", e);
        }
        String plain = name.endsWith(DELETED) ? name.substring(0, name.length() - DELETED.length()) : name;
        // The kernel's link leads to the file itself, also if its name is gone or lies in another mount namespace.
        return PROGRAMS.contains(plain) && Files.getAttribute(exe, "unix:uid").equals(programOwner);
    }

    /** The effective user of a process, from its {@code status}. */
    private static long uid(Path process) throws IOException {
        for (String line : LinesOf.file(process.resolve("status"))) {
            if (line.startsWith("Uid:")) {
                return Long.parseLong(line.split("\\s+")[2]);
            }
        }
        throw new IOException(process + "/status: no line \"Uid:\"");
    }

    /** An account that is not local may have any number that is no local account's. */
    static boolean runsAs(String user, long uid, Map<String, Long> accounts) {
        Long local = accounts.get(user);
        if (local != null) {
            return local == uid;
        }
        return uid > 0 && user.length() <= InputLimits.TEXT_CHARS_MAX && !accounts.containsValue(uid);
    }
}
