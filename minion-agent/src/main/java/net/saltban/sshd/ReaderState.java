package net.saltban.sshd;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

import net.saltban.address.IpAddress;
import net.saltban.syslog.StampClock;

/**
 * What a reader must know to go on: the format of a checkpoint's state.
 *
 * <pre>
 * byte     version, 3
 * instant  stamp of the last line (seconds as long, nanoseconds as int), for times that exist twice
 * boolean  whether that is what the stamp said
 * int      bytes still in doubt behind a line without prefix
 * int n    hosts, the one that spoke last behind the others, n times HOST
 * long     the connection of the last host whose attempt the line before told, or Long.MIN_VALUE
 * int      CRC-32 of all before
 * HOST: hash of its name as int
 *   instant  latest time of a connection's message, by which ended ones are forgotten
 *   int n    open connections, the one silent for longest first, n times CONNECTION
 *   int n    ended ones that are still remembered, n times CONNECTION
 *   int n    what only PAM told: address, module, user, count, first, last
 *   int n    sources that logged in lately, address
 * CONNECTION: key, last, address, port, flags, pending time, user, method, nameless attempts
 * </pre>
 *
 * Numbers are big-endian, texts as {@link DataOutputStream#writeUTF}. Damage of any kind, or another version, is an {@link IOException}; the
 * caller then goes on without open connections. At most some two megabytes, a few hundred bytes on a quiet server.
 */
final class ReaderState {
    private static final byte VERSION = 3;
    private static final int BYTES_MAX = 16 * 1024 * 1024;
    private static final int CRC_BYTES = 4;

    /** A day and more before the year 0 and after the year 9999, all that a stamp can tell; far from where sums of times overflow. */
    private static final long EARLIEST = -62_168_000_000L;

    private static final long LATEST = 253_403_000_000L;

    private ReaderState() {}

    static byte[] write(StampClock clock, int bareBytes, Hosts hosts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            instant(out, clock.last());
            out.writeBoolean(clock.isSure());
            out.writeInt(bareBytes);
            out.writeInt(hosts.all().size());
            for (Map.Entry<Integer, Correlator> host : hosts.all().entrySet()) {
                out.writeInt(host.getKey());
                host(out, host.getValue());
            }
            out.writeLong(hosts.repeatableKey());
            out.writeInt(crc(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new IllegalStateException("a byte array refused bytes", e);
        }
        return bytes.toByteArray();
    }

    private static void host(DataOutputStream out, Correlator correlator) throws IOException {
        connections(out, correlator);
        out.writeInt(correlator.pam().waiting().size());
        for (PamFailures.Waiting waiting : correlator.pam().waiting()) {
            address(out, waiting.source());
            out.writeUTF(waiting.module());
            out.writeUTF(waiting.user());
            out.writeInt(waiting.count());
            instant(out, waiting.first());
            instant(out, waiting.last());
        }
        out.writeInt(correlator.logins().sources().size());
        for (IpAddress source : correlator.logins().sources()) {
            address(out, source);
        }
    }

    private static void connections(DataOutputStream out, Correlator correlator) throws IOException {
        Connections connections = correlator.connections();
        instant(out, connections.latest());
        out.writeInt(connections.open().size());
        for (Connection c : connections.open()) {
            connection(out, c);
        }
        List<Connection> remembered =
                connections.ended().stream().filter(connections::isRemembered).toList();
        out.writeInt(remembered.size());
        for (Connection c : remembered) {
            connection(out, c);
        }
    }

    private static void connection(DataOutputStream out, Connection c) throws IOException {
        out.writeLong(c.key);
        instant(out, c.last);
        address(out, c.source());
        out.writeInt(c.port());
        out.writeByte(c.flags());
        instant(out, c.pendingTime);
        out.writeUTF(c.user);
        out.writeUTF(c.method);
        out.writeInt(c.nameless);
    }

    /** What a state holds. */
    record Restored(Instant lastStamp, boolean isSure, int bareBytes, Hosts hosts) {}

    static Restored read(byte[] state) throws IOException {
        if (state.length < 1 + CRC_BYTES || state.length > BYTES_MAX) {
            throw new IOException("state of open connections has " + state.length + " bytes; it is damaged");
        }
        if (state[0] != VERSION) {
            throw new IOException(
                    "state of open connections has version " + state[0] + "; this agent reads " + VERSION);
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
            in.skipBytes(state.length - CRC_BYTES);
            if (in.readInt() != crc(state, state.length - CRC_BYTES)) {
                throw new IOException("state of open connections is damaged (its checksum differs)");
            }
        }
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(state, 1, state.length - 1 - CRC_BYTES))) {
            Instant lastStamp = instant(in);
            boolean isSure = in.readBoolean();
            int bareBytes = number(in, 0, BareLines.MESSAGE_BYTES_MAX);
            Hosts hosts = hosts(in);
            if (in.available() > 0) {
                throw new IOException("state of open connections is damaged (bytes are left over)");
            }
            return new Restored(lastStamp, isSure, bareBytes, hosts);
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new IOException("state of open connections is damaged (a value is out of range)", e);
        }
    }

    private static Hosts hosts(DataInputStream in) throws IOException {
        Hosts hosts = new Hosts();
        for (int n = count(in, Hosts.HOSTS_MAX); n > 0; n--) {
            hosts.restore(in.readInt(), connections(in), pam(in), logins(in));
        }
        hosts.restoreRepeatable(in.readLong());
        return hosts;
    }

    private static Connections connections(DataInputStream in) throws IOException {
        Connections connections = new Connections();
        connections.restoreLatest(instant(in));
        for (int n = count(in, Connections.OPEN_MAX); n > 0; n--) {
            connections.restore(connection(in), false);
        }
        for (int n = count(in, Connections.ENDED_MAX); n > 0; n--) {
            connections.restore(connection(in), true);
        }
        return connections;
    }

    private static Connection connection(DataInputStream in) throws IOException {
        Connection c = new Connection(in.readLong(), instant(in));
        c.learn(address(in), number(in, Connection.NO_PORT, Integer.MAX_VALUE));
        c.setFlags(in.readByte());
        c.pendingTime = instant(in);
        c.user = in.readUTF();
        c.method = in.readUTF();
        c.nameless = number(in, 0, Recogniser.REPEAT_MAX);
        return c;
    }

    private static PamFailures pam(DataInputStream in) throws IOException {
        PamFailures pam = new PamFailures();
        for (int n = count(in, PamFailures.SOURCES_MAX); n > 0; n--) {
            pam.restore(new PamFailures.Waiting(
                    address(in),
                    in.readUTF(),
                    in.readUTF(),
                    number(in, 1, Recogniser.REPEAT_MAX),
                    instant(in),
                    instant(in)));
        }
        return pam;
    }

    private static RecentLogins logins(DataInputStream in) throws IOException {
        RecentLogins logins = new RecentLogins();
        for (int n = count(in, RecentLogins.LOGINS_MAX); n > 0; n--) {
            logins.add(address(in));
        }
        return logins;
    }

    private static int count(DataInputStream in, int max) throws IOException {
        return number(in, 0, max);
    }

    private static int number(DataInputStream in, int min, int max) throws IOException {
        int number = in.readInt();
        if (number < min || number > max) {
            throw new IOException(
                    "state of open connections is damaged (" + number + " is not from " + min + " to " + max + ")");
        }
        return number;
    }

    private static void instant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private static Instant instant(DataInputStream in) throws IOException {
        Instant instant = Instant.ofEpochSecond(in.readLong(), in.readInt());
        long seconds = instant.getEpochSecond();
        if (!instant.equals(Instant.MIN) && (seconds < EARLIEST || seconds > LATEST)) {
            throw new IOException("state of open connections is damaged (the time " + instant + " is no log's)");
        }
        return instant;
    }

    private static void address(DataOutputStream out, IpAddress address) throws IOException {
        out.writeLong(address.high());
        out.writeLong(address.low());
    }

    private static IpAddress address(DataInputStream in) throws IOException {
        return new IpAddress(in.readLong(), in.readLong());
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
