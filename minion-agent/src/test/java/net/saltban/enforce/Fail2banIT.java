package net.saltban.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.banfile.BanList;
import net.saltban.banfile.DeltaJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real fail2ban with our jail, filter and action, with a socket, a database and a network namespace of its own. */
final class Fail2banIT {
    private static final Path OURS = Path.of("src/main/fail2ban");
    private static final String OTHER = "198.51.100.7";

    @TempDir
    private Path folder;

    private Server server;
    private Path configuration;

    @BeforeAll
    static void requireTools() {
        Requirements.rootAnd("nft", "ip", "fail2ban-server", "fail2ban-client");
    }

    @BeforeEach
    void start() throws IOException {
        server = new Server(Files.createDirectory(folder.resolve("enforce")));
        configuration = folder.resolve("fail2ban");
        for (String each : List.of("jail.d", "filter.d", "action.d")) {
            Files.createDirectories(configuration.resolve(each));
        }
        Files.writeString(
                configuration.resolve("fail2ban.conf"),
                String.join(
                        "\n",
                        "[Definition]",
                        "loglevel = NOTICE",
                        "logtarget = " + folder.resolve("log"),
                        "syslogsocket = auto",
                        "socket = " + folder.resolve("socket"),
                        "pidfile = " + folder.resolve("pid"),
                        "dbfile = " + folder.resolve("db.sqlite3"),
                        "dbpurgeage = 1d",
                        "dbmaxmatches = 10",
                        "allowipv6 = auto",
                        ""));
        Files.createFile(configuration.resolve("jail.conf"));
        Files.copy(OURS.resolve("jail.conf"), configuration.resolve("jail.d/saltban.conf"));
        Files.copy(OURS.resolve("filter.conf"), configuration.resolve("filter.d/saltban.conf"));
        Files.copy(OURS.resolve("action.py"), configuration.resolve("action.d/saltban.py"));
        server.configure("backend=FAIL2BAN", "fail2ban=" + String.join(" ", options()));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private List<String> options() {
        return List.of(
                "-c", configuration.toString(), "-s", folder.resolve("socket").toString());
    }

    private Process startFail2ban() throws IOException {
        List<String> command = new ArrayList<>(List.of("fail2ban-server"));
        command.addAll(options());
        command.addAll(List.of("-p", folder.resolve("pid").toString(), "-f", "start"));
        Process process = server.namespace().start(command);
        BufferedReader lines = Server.lines(process);
        assertThat(lines.readLine()).isEqualTo("Server ready");
        return process;
    }

    private String client(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("fail2ban-client"));
        command.addAll(options());
        command.addAll(List.of(arguments));
        return server.namespace().sh(command.toArray(String[]::new)).strip();
    }

    private void replaceInJail(String from, String to) throws IOException {
        Path jail = configuration.resolve("jail.d/saltban.conf");
        String text = Files.readString(jail);
        assertThat(text).contains(from);
        Files.writeString(jail, text.replace(from, to));
    }

    private String why(Master master) throws IOException {
        master.bringFilesTo(folder.resolve("enforce"));
        return server.agent(DeltaJson.toBytes(master.current()), "apply").output();
    }

    @Nested
    final class Enforcing {
        @Test
        @Timeout(value = 90, unit = TimeUnit.SECONDS)
        void the_jail_follows_the_list_and_refuses_real_connections() throws IOException {
            startFail2ban();
            server.listen();
            Master master = new Master(Server.ATTACKER, "2001:db8:1:2::/64", "203.0.113.0/24");
            server.push(master);
            assertThat(client("get", "saltban", "banip").split(" "))
                    .containsExactlyInAnyOrder(Server.ATTACKER, "2001:db8:1:2::/64", "203.0.113.0/24");
            assertThat(server.attempt("tcp", Server.ATTACKER, Server.IPV4, Server.SSH))
                    .isEqualTo("refused");
            assertThat(server.attempt("tcp", Server.ATTACKER_IPV6, Server.IPV6, Server.SSH))
                    .isEqualTo("refused");
            assertThat(server.attempt("tcp", Server.ADMIN, Server.IPV4, Server.SSH))
                    .isEqualTo("accepted");
            assertThat(server.agent("status", "--json"))
                    .containsPattern("\"dropped_packets\":[1-9]")
                    .contains("\"kernel_sha256\":\"" + master.file().header().sha256() + "\"");
            server.push(master, master.publish("203.0.113.0/24"));
            assertThat(client("get", "saltban", "banip")).isEqualTo("203.0.113.0/24");
            assertThat(server.attempt("tcp", Server.ATTACKER, Server.IPV4, Server.SSH))
                    .isEqualTo("accepted");
        }

        @Test
        @Timeout(value = 90, unit = TimeUnit.SECONDS)
        void off_empties_the_jail_and_on_fills_it() throws IOException {
            startFail2ban();
            server.push(new Master(Server.ATTACKER, OTHER));
            server.agent("off");
            assertThat(client("get", "saltban", "banip")).isEmpty();
            server.agent("on");
            assertThat(client("get", "saltban", "banip").split(" ")).containsExactlyInAnyOrder(Server.ATTACKER, OTHER);
        }

        @Test
        @Timeout(value = 90, unit = TimeUnit.SECONDS)
        void what_somebody_else_bans_or_unbans_is_drift_and_is_repaired() throws IOException {
            startFail2ban();
            Master master = new Master(Server.ATTACKER, OTHER);
            server.push(master);
            client("set", "saltban", "unbanip", OTHER);
            client("set", "saltban", "banip", "198.51.100.8");
            assertThat(server.agent("status")).contains("in force  DRIFT: 2 of 2 entries should be");
            assertThat(server.push(master)).contains("\"outcome\":\"applied\"");
            assertThat(client("get", "saltban", "banip").split(" ")).containsExactlyInAnyOrder(Server.ATTACKER, OTHER);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"flush set inet f2b-saltban ipv4_32", "flush chain inet f2b-saltban input", "flush ruleset"})
        @Timeout(value = 90, unit = TimeUnit.SECONDS)
        void what_somebody_changes_behind_the_back_of_fail2ban_is_drift_and_is_repaired(String command)
                throws IOException {
            startFail2ban();
            Master master = new Master(Server.ATTACKER, OTHER);
            server.push(master);
            server.namespace().sh("nft", command);
            assertThat(server.agent("status")).contains("in force  DRIFT: 2 of 2 entries should be");
            assertThat(server.push(master)).contains("\"outcome\":\"applied\"");
            assertThat(server.namespace().sh("nft", "list", "table", "inet", "f2b-saltban"))
                    .contains(Server.ATTACKER, OTHER);
        }

        @Test
        @Timeout(value = 90, unit = TimeUnit.SECONDS)
        void a_restart_of_fail2ban_brings_the_bans_back() throws Exception {
            Process first = startFail2ban();
            Master master = new Master(Server.ATTACKER, OTHER);
            server.push(master);
            first.destroy();
            assertThat(first.waitFor()).isZero();
            assertThat(server.namespace().sh("nft", "list", "ruleset")).isEmpty();
            startFail2ban();
            assertThat(server.push(master)).contains("\"outcome\":\"");
            assertThat(server.agent("status")).contains("in force  2 of 2 entries, read back");
            assertThat(server.namespace().sh("nft", "list", "table", "inet", "f2b-saltban"))
                    .contains(Server.ATTACKER, OTHER);
        }

        @Test
        @Timeout(value = 90, unit = TimeUnit.SECONDS)
        void five_thousand_entries_are_filled_in_bulk() throws IOException {
            startFail2ban();
            BanList.Builder builder = new BanList.Builder(5000);
            for (int i = 0; i < 5000; i++) {
                builder.append(Prefix.of(IpAddress.ofIpv4(0x0b000000 + i)));
            }
            BanList many = builder.build();
            Master master = new Master();
            master.publishWithoutDelta(many);
            assertThat(server.push(master)).contains("\"kernel_sha256\":\"" + many.sha256() + "\"");
        }
    }

    @Nested
    final class Explaining {
        @Test
        void a_server_that_does_not_run_is_told() throws IOException {
            assertThat(why(new Master(OTHER)))
                    .contains("\"why\":\"fail2ban: its server does not run; start the service fail2ban\"");
        }

        @Test
        void a_jail_that_is_not_there_is_told() throws IOException {
            replaceInJail("[saltban]", "[other]");
            startFail2ban();
            assertThat(why(new Master(OTHER)))
                    .contains("\"why\":\"fail2ban: there is no jail saltban; apply the state saltban, which brings its"
                            + " configuration, and reload fail2ban\"");
        }

        @Test
        void a_jail_that_forgets_is_told() throws IOException {
            replaceInJail("bantime  = -1", "bantime  = 600");
            startFail2ban();
            assertThat(why(new Master(OTHER)))
                    .contains("\"why\":\"fail2ban: jail saltban has bantime 600; set bantime = -1 in its configuration,"
                            + " since only the master ends a ban\"");
        }

        @Test
        void an_action_with_other_rules_is_told() throws IOException {
            replaceInJail("mode=enforce", "mode=observe");
            startFail2ban();
            assertThat(why(new Master(OTHER)))
                    .contains("the action of jail saltban has other rules than \\\"saltban 1 enforce ports all\\\";"
                            + " set mode and ports of its action to those of agent.yaml");
        }
    }
}
