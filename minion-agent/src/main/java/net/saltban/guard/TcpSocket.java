package net.saltban.guard;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import net.saltban.address.IpAddress;

/**
 * One line of {@code /proc/net/tcp} or {@code tcp6} (proc(5)): the sockets of this network namespace.
 *
 * @param localPort port on this side
 * @param remote address on the other side
 * @param remotePort port on the other side
 * @param state {@link #ESTABLISHED}, {@link #LISTEN} or another number of the kernel's {@code tcp_states.h}
 * @param uid owner of the socket
 * @param inode number by which a process's descriptors name it; 0 if no process holds it
 */
record TcpSocket(int localPort, IpAddress remote, int remotePort, int state, long uid, long inode) {
    static final int ESTABLISHED = 1;
    static final int LISTEN = 10;

    boolean isEstablished() {
        return state == ESTABLISHED;
    }

    boolean isRootListening() {
        return state == LISTEN && uid == 0;
    }

    /** All sockets of both families. */
    static List<TcpSocket> all(Path proc) throws IOException {
        List<TcpSocket> sockets = new ArrayList<>();
        Path ipv4 = proc.resolve("net/tcp");
        Path ipv6 = proc.resolve("net/tcp6");
        addAll(ipv4, LinesOf.file(ipv4), sockets);
        addAll(ipv6, LinesOf.optionalFile(ipv6), sockets);
        return sockets;
    }

    private static void addAll(Path file, List<String> lines, List<TcpSocket> into) throws IOException {
        for (int i = 1; i < lines.size(); i++) {
            try {
                into.add(parse(lines.get(i)));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IOException(file + ": line " + (i + 1) + " is not understood", e);
            }
        }
    }

    private static TcpSocket parse(String line) {
        String[] fields = line.trim().split("\\s+");
        int local = fields[1].indexOf(':');
        int remote = fields[2].indexOf(':');
        return new TcpSocket(
                Integer.parseInt(fields[1].substring(local + 1), 16),
                HexAddress.words(fields[2].substring(0, remote), ByteOrder.nativeOrder()),
                Integer.parseInt(fields[2].substring(remote + 1), 16),
                Integer.parseInt(fields[3], 16),
                Long.parseLong(fields[7]),
                Long.parseLong(fields[9]));
    }
}
