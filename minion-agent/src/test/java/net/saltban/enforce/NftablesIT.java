package net.saltban.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.banfile.BanList;
import net.saltban.banfile.Delta;
import net.saltban.banfile.DeltaJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real nft in a network namespace, with real connection attempts over a cable. */
final class NftablesIT {
    private static final String OTHER = "198.51.100.7";

    @TempDir
    private Path folder;

    private Server server;

    @BeforeAll
    static void requireTools() {
        Requirements.rootAnd("nft", "ip", "setpriv");
    }

    @BeforeEach
    void startServer() throws IOException {
        server = new Server(folder);
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Nested
    final class Refusing {
        @Test
        void banned_sources_are_refused_on_all_ports_and_others_are_not() throws IOException {
            server.listen();
            server.push(new Master(
                    Server.ATTACKER,
                    Prefix.covering(IpAddress.parse(Server.ATTACKER_IPV6), 64).toString()));
            assertThat(server.attempt("tcp", Server.ATTACKER, Server.IPV4, Server.SSH))
                    .isEqualTo("refused");
            assertThat(server.attempt("tcp", Server.ATTACKER, Server.IPV4, Server.WEB))
                    .isEqualTo("refused");
            assertThat(server.attempt("udp", Server.ATTACKER, Server.IPV4, Server.WEB))
                    .isEqualTo("refused");
            assertThat(server.attempt("tcp", Server.ATTACKER_IPV6, Server.IPV6, Server.SSH))
                    .isEqualTo("refused");
            assertThat(server.attempt("tcp", Server.ADMIN, Server.IPV4, Server.SSH))
                    .isEqualTo("accepted");
            assertThat(server.attempt("udp", Server.ADMIN, Server.IPV4, Server.WEB))
                    .isEqualTo("accepted");
            assertThat(server.attempt("tcp", Server.ADMIN_IPV6, Server.IPV6, Server.SSH))
                    .isEqualTo("accepted");
            assertThat(server.agent("status", "--json")).containsPattern("\"dropped_packets\":[1-9]");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"192.0.2.66", "192.0.2.64/26", "2001:db8:1:2::66", "2001:db8:1:2::/64", "2001:db8:1:2::/63"})
        void prefixes_of_every_kind_refuse_the_attacker_and_let_the_administrator_in(String prefix) throws IOException {
            server.listen();
            server.push(new Master(OTHER, prefix));
            boolean ipv4 = Prefix.parse(prefix).address().isIpv4();
            String target = ipv4 ? Server.IPV4 : Server.IPV6;
            String attacker = ipv4 ? Server.ATTACKER : Server.ATTACKER_IPV6;
            String admin = ipv4 ? Server.ADMIN : Server.ADMIN_IPV6;
            assertThat(server.attempt("tcp", attacker, target, Server.SSH)).isEqualTo("refused");
            assertThat(server.attempt("tcp", admin, target, Server.SSH)).isEqualTo("accepted");
        }

        @Test
        void an_established_session_stays() throws IOException {
            server.listen();
            List<String> talk = List.of("talk", Server.ATTACKER, Server.IPV4, String.valueOf(Server.SSH));
            Process session = server.neighbour().start(Namespace.java(ConnectionMain.class, List.of(), talk));
            BufferedReader answers = Server.lines(session);
            assertThat(answers.readLine()).isEqualTo("connected");
            server.push(new Master(Server.ATTACKER));
            assertThat(server.attempt("tcp", Server.ATTACKER, Server.IPV4, Server.SSH))
                    .isEqualTo("refused");
            session.getOutputStream().write("still here\n".getBytes(StandardCharsets.UTF_8));
            session.getOutputStream().flush();
            assertThat(answers.readLine()).isEqualTo("still here");
            session.getOutputStream().close();
        }

        @Test
        void only_the_ports_of_the_configuration_are_refused() throws IOException {
            server.configure("ports=22,2222");
            server.listen();
            server.push(new Master(Server.ATTACKER));
            assertThat(server.attempt("tcp", Server.ATTACKER, Server.IPV4, Server.SSH))
                    .isEqualTo("refused");
            assertThat(server.attempt("tcp", Server.ATTACKER, Server.IPV4, Server.WEB))
                    .isEqualTo("accepted");
            assertThat(server.attempt("udp", Server.ATTACKER, Server.IPV4, Server.SSH))
                    .isEqualTo("accepted");
        }

        @Test
        void observing_counts_and_lets_in() throws IOException {
            server.configure("mode=OBSERVE");
            server.listen();
            server.push(new Master(Server.ATTACKER));
            assertThat(server.attempt("tcp", Server.ATTACKER, Server.IPV4, Server.SSH))
                    .isEqualTo("accepted");
            assertThat(server.agent("status"))
                    .contains("packets   1 would have been refused since the rules were loaded");
            server.configure();
            assertThat(server.push(new Master(Server.ATTACKER))).contains("\"outcome\":\"applied\"");
            assertThat(server.attempt("tcp", Server.ATTACKER, Server.IPV4, Server.SSH))
                    .isEqualTo("refused");
        }

        @Test
        void off_and_release_let_in_whatever_is_pushed() throws IOException {
            server.listen();
            Master master = new Master(Server.ATTACKER);
            server.push(master);
            server.agent("off", "locked", "out");
            server.push(master, master.publish(Server.ATTACKER, OTHER));
            assertThat(server.attempt("tcp", Server.ATTACKER, Server.IPV4, Server.SSH))
                    .isEqualTo("accepted");
            server.agent("on");
            assertThat(server.attempt("tcp", Server.ATTACKER, Server.IPV4, Server.SSH))
                    .isEqualTo("refused");
            server.agent("release", Server.ATTACKER);
            server.push(master, master.publish(Server.ATTACKER, "192.0.2.64/26"));
            assertThat(server.attempt("tcp", Server.ATTACKER, Server.IPV4, Server.SSH))
                    .isEqualTo("accepted");
            server.agent("release", Server.ATTACKER, "--end");
            assertThat(server.attempt("tcp", Server.ATTACKER, Server.IPV4, Server.SSH))
                    .isEqualTo("refused");
        }

        @Test
        void the_machines_own_address_is_never_refused() throws IOException {
            String answer = server.push(new Master("192.0.2.0/24", OTHER));
            assertThat(answer)
                    .contains("{\"prefix\":\"192.0.2.0/24\",\"why\":\"covers 192.0.2.1, an address of this machine\"}");
            assertThat(server.table()).contains(OTHER).doesNotContain("192.0.2.0");
        }
    }

    @Nested
    final class Measuring {
        private final Master master = new Master(Server.ATTACKER, OTHER, "203.0.113.0/24", "2001:db8:9::/64");

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "flush set inet saltban ipv4_32",
                    "delete element inet saltban ipv4_32 { 198.51.100.7 }",
                    "add element inet saltban ipv4_32 { 198.51.100.8 }",
                    "insert rule inet saltban input accept",
                    "flush chain inet saltban input",
                    "flush table inet saltban",
                    "delete table inet saltban",
                    "flush ruleset"
                })
        void whatever_somebody_changes_shows_as_drift_and_the_next_apply_repairs_it(String command) throws IOException {
            server.push(master);
            server.namespace().sh("nft", command);
            assertThat(server.agent("status")).contains("in force  DRIFT: 4 of 4 entries should be");
            assertThat(server.push(master)).contains("\"outcome\":\"applied\"");
            assertThat(server.agent("status")).contains("in force  4 of 4 entries, read back");
            assertThat(server.push(master)).contains("\"outcome\":\"unchanged\"");
        }

        @Test
        void a_push_onto_a_table_that_somebody_changed_repairs_it() throws IOException {
            server.push(master);
            server.namespace().sh("nft", "flush set inet saltban ipv4_32");
            String answer = server.push(master, master.publish(Server.ATTACKER, OTHER, "198.51.100.9"));
            assertThat(answer).contains("3 prefixes in force, loaded as a whole");
            assertThat(server.table()).contains(OTHER);
        }

        @Test
        void tables_of_others_stay_untouched() throws IOException {
            server.namespace()
                    .sh(
                            "nft",
                            "add table ip mine; add chain ip mine input { type filter hook input priority 0; };"
                                    + " add set ip mine saltban { type ipv4_addr; }; add element ip mine saltban { 192.0.2.99 };"
                                    + " add table ip saltban; add table ip6 saltban");
            String before = server.namespace().sh("nft", "list ruleset");
            server.push(master);
            server.push(master, master.publish(OTHER));
            server.agent("off");
            assertThat(server.namespace().sh("nft", "list ruleset")).isEqualTo(before);
        }

        @Test
        void without_the_right_to_the_answer_says_so() throws IOException {
            server.push(master);
            List<String> bounded =
                    new ArrayList<>(List.of("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"));
            bounded.addAll(server.command("status"));
            assertThat(server.namespace().run(new byte[0], bounded).output())
                    .contains("PROBLEM   nft: only root may read or change the firewall; run as root");
        }
    }

    @Nested
    final class Scale {
        private BanList singles(int count) {
            BanList.Builder builder = new BanList.Builder(count);
            for (int i = 0; i < count; i++) {
                builder.append(Prefix.of(IpAddress.ofIpv4(0x0b000000 + 3 * i)));
            }
            return builder.build();
        }

        @Test
        @Timeout(value = 90, unit = TimeUnit.SECONDS)
        void a_hundred_thousand_entries_and_a_difference_of_ten() throws IOException {
            Master master = new Master();
            server.push(master);
            BanList many = singles(99_990);
            master.publishWithoutDelta(many);
            assertThat(server.push(master))
                    .contains("99990 prefixes in force, loaded as a whole") // there was no room for so many
                    .contains("\"kernel_sha256\":\"" + many.sha256() + "\"");
            BanList ten = Master.list(
                    "203.0.113.1",
                    "203.0.113.2",
                    "203.0.113.3",
                    "203.0.113.4",
                    "203.0.113.5",
                    "2001:db8::/64",
                    "2001:db8:2::/64",
                    "2001:db8::1",
                    "2001:db8::2",
                    "2001:db8::3");
            Delta delta = master.publish(many.union(ten));
            assertThat(server.push(master, delta))
                    .contains("100000 prefixes in force, changed by difference")
                    .contains("\"kernel_sha256\":\"" + many.union(ten).sha256() + "\"");
        }

        @Test
        @Timeout(value = 90, unit = TimeUnit.SECONDS)
        void a_larger_list_is_measured_by_a_sample_that_notices_a_flush() throws IOException {
            Master master = new Master();
            master.publishWithoutDelta(singles(100_001));
            assertThat(server.push(master)).contains("\"kernel_sampled\":").doesNotContain("\"kernel_sampled\":0");
            assertThat(server.agent("status")).containsPattern("100001 of 100001 entries, by a sample of 9[0-9][0-9]");
            for (String command : List.of("flush set inet saltban ipv4_32", "flush chain inet saltban input")) {
                server.namespace().sh("nft", command);
                assertThat(server.agent("status")).contains("DRIFT: 100001 of 100001");
                assertThat(server.push(master)).contains("loaded as a whole");
            }
        }
    }

    @Nested
    final class Killing {
        @ParameterizedTest
        @EnumSource(Step.class)
        void a_process_that_dies_behind_any_step_leaves_what_the_next_one_completes(Step step) throws IOException {
            Master master = new Master(Server.ATTACKER);
            server.push(master);
            master.protect("203.0.113.9");
            Delta delta = master.publish(Server.ATTACKER, OTHER, "203.0.113.0/24");
            master.bringFilesTo(folder);
            server.configure("halt=" + step);
            assertThat(server.agent(DeltaJson.toBytes(delta), "apply").status()).isEqualTo(EnforceMain.HALTED);
            assertThat(server.table()).contains(Server.ATTACKER);
            server.configure();
            server.push(master, delta);
            assertThat(server.agent("status"))
                    .contains("generation 2")
                    .contains("in force  2 of 3 entries, read back")
                    .doesNotContain("PROBLEM");
            assertThat(server.push(master, delta)).contains("\"outcome\":\"unchanged\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"auto-ban.data", "applied.json", "protected", "released"})
        void a_damaged_file_is_told_and_empties_nothing(String name) throws IOException {
            Master master = new Master(Server.ATTACKER);
            server.push(master);
            Files.writeString(folder.resolve(name), "{\"nonsense\n");
            assertThat(server.agent("status")).contains("PROBLEM   " + folder.resolve(name));
            assertThat(server.table()).contains(Server.ATTACKER);
            server.agent(DeltaJson.toBytes(master.publish(OTHER)), "apply");
            assertThat(server.table()).containsPattern("192\\.0\\.2\\.66|198\\.51\\.100\\.7");
        }
    }
}
