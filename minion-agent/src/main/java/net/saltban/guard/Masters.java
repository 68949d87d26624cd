package net.saltban.guard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import net.saltban.address.IpAddress;
import net.saltban.limits.InputLimits;
import net.saltban.text.UntrustedText;

/**
 * The Salt masters of this machine: the addresses and names of its configuration, and the far ends of root's connections to
 * Salt's ports. A name is asked of the machine's own resolver, once, within a time; a name without an answer is noted, not an
 * error, because the connection to the master is there all the same.
 */
public final class Masters implements ProtectionSource {
    private static final String WHY = "the Salt master";
    private static final Duration RESOLVE_TIME_MAX = Duration.ofSeconds(3);
    private static final int PUBLISH_PORT = 4505;
    private static final int REQUEST_PORT = 4506;

    private final List<String> masters;
    private final Path proc;
    private final Resolver resolver;

    /** Asks for the addresses of a name. */
    interface Resolver {
        InetAddress[] resolve(String name) throws UnknownHostException;
    }

    /**
     * Masters by address or name.
     *
     * @param proc {@code /proc}
     */
    public Masters(List<String> masters, Path proc) {
        this(masters, proc, InetAddress::getAllByName);
    }

    Masters(List<String> masters, Path proc, Resolver resolver) {
        this.masters = List.copyOf(masters);
        this.proc = proc;
        this.resolver = resolver;
    }

    @Override
    public void collect(Protections into) throws IOException {
        List<String> names = new ArrayList<>();
        for (String master : masters) {
            Optional<IpAddress> address = IpAddress.tryParse(master);
            address.ifPresent(known -> into.add(known, WHY));
            if (address.isEmpty()) {
                names.add(master);
            }
        }
        resolve(names, into);
        for (TcpSocket socket : TcpSocket.all(proc)) {
            boolean toSalt = socket.remotePort() == PUBLISH_PORT || socket.remotePort() == REQUEST_PORT;
            if (toSalt && socket.isEstablished() && socket.uid() == 0) {
                into.add(socket.remote(), WHY);
            }
        }
    }

    private void resolve(List<String> names, Protections into) {
        List<CompletableFuture<InetAddress[]>> answers = new ArrayList<>();
        for (String name : names) {
            CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
            Thread thread = new Thread(() -> ask(name, answer), "resolve");
            thread.setDaemon(true); // a resolver that hangs must not hold the program
            thread.start();
            answers.add(answer);
        }
        long end = System.nanoTime() + RESOLVE_TIME_MAX.toNanos();
        for (int i = 0; i < names.size(); i++) {
            try {
                for (InetAddress address : answers.get(i).get(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    into.add(IpAddress.parse(withoutZone(address.getHostAddress())), WHY);
                }
            } catch (ExecutionException | TimeoutException e) {
                into.note("the Salt master's name " + UntrustedText.show(names.get(i), InputLimits.TEXT_CHARS_MAX)
                        + " has no address here; write its addresses under master:");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                into.note("interrupted while resolving the names of Salt masters");
                return;
            }
        }
    }

    private void ask(String name, CompletableFuture<InetAddress[]> answer) {
        try {
            answer.complete(resolver.resolve(name));
        } catch (UnknownHostException e) {
            answer.completeExceptionally(e);
        }
    }

    private static String withoutZone(String text) {
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
