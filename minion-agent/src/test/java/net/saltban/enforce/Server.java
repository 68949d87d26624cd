package net.saltban.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import net.saltban.banfile.Delta;
import net.saltban.banfile.DeltaJson;

/** A server in a namespace of its own with the agent's state, and a neighbour that connects to it from several addresses. */
final class Server implements AutoCloseable {
    static final String IPV4 = "192.0.2.1";
    static final String IPV6 = "2001:db8:1::1";
    static final String ATTACKER = "192.0.2.66";
    static final String ADMIN = "192.0.2.10";
    static final String ATTACKER_IPV6 = "2001:db8:1:2::66";
    static final String ADMIN_IPV6 = "2001:db8:1::10";
    static final int SSH = 2222;
    static final int WEB = 8080;

    private final Namespace server = new Namespace();
    private final Namespace neighbour = new Namespace();
    private final Path folder;
    private final List<String> options = new ArrayList<>();

    Server(Path folder) throws IOException {
        this.folder = folder;
        Namespace.connect(
                server,
                List.of(IPV4 + "/24", IPV6 + "/48"),
                neighbour,
                List.of(ATTACKER + "/24", ADMIN + "/24", ATTACKER_IPV6 + "/48", ADMIN_IPV6 + "/48"));
    }

    Namespace namespace() {
        return server;
    }

    Namespace neighbour() {
        return neighbour;
    }

    void listen() throws IOException {
        List<String> arguments = List.of("listen", String.valueOf(SSH), String.valueOf(WEB));
        Process listener = server.start(Namespace.java(ConnectionMain.class, List.of(), arguments));
        assertThat(lines(listener).readLine()).isEqualTo("listening");
    }

    static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** System properties of the agent from now on. */
    void configure(String... properties) {
        options.clear();
        for (String property : properties) {
            options.add("-Dsaltban." + property);
        }
    }

    Namespace.Result agent(byte[] input, String... arguments) throws IOException {
        return server.run(input, command(arguments));
    }

    List<String> command(String... arguments) {
        List<String> all = new ArrayList<>(options);
        all.add("-Dsaltban.folder=" + folder);
        return Namespace.java(EnforceMain.class, all, List.of(arguments));
    }

    /** Runs a command of the agent that must succeed; what it printed. */
    String agent(String... arguments) throws IOException {
        Namespace.Result result = agent(new byte[0], arguments);
        assertThat(result.status()).as(result.output() + result.error()).isZero();
        return result.output();
    }

    /** Applies what the master announces; files are there. */
    String push(Master master, Delta delta) throws IOException {
        master.bringFilesTo(folder);
        Namespace.Result result = agent(DeltaJson.toBytes(delta), "apply");
        assertThat(result.status()).as(result.output() + result.error()).isZero();
        return result.output();
    }

    String push(Master master) throws IOException {
        return push(master, master.current());
    }

    String table() throws IOException {
        return server.sh("nft", "list", "table", "inet", "saltban");
    }

    /** How a connection attempt of the neighbour ends: {@code accepted} or {@code refused}. */
    String attempt(String protocol, String source, String target, int port) throws IOException {
        List<String> arguments = List.of(protocol, source, target, String.valueOf(port));
        Namespace.Result result =
                neighbour.run(new byte[0], Namespace.java(ConnectionMain.class, List.of(), arguments));
        assertThat(result.status()).as(result.error()).isZero();
        return result.output().strip();
    }

    @Override
    public void close() throws IOException {
        try (neighbour) {
            server.close();
        }
    }
}
