package net.saltban.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import net.saltban.address.Prefix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sources that read the tables of the system; the tables are as a little-endian machine prints them. */
final class SystemTablesTest {
    @TempDir
    private Path proc;

    @BeforeEach
    void layOutTables() throws IOException {
        assertThat(ByteOrder.nativeOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        Files.createDirectory(proc.resolve("net"));
        write("net/tcp", "  sl  local_address rem_address   st");
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(proc.resolve(name), String.join("\n", lines) + "\n");
    }

    private static List<String> found(ProtectionSource source) throws IOException {
        Protections protections = new Protections();
        source.collect(protections);
        return protections.found().stream()
                .map(protection -> protection.prefix() + " " + protection.why())
                .toList();
    }

    @Nested
    final class OfGateways {
        @Test
        void a_route_that_is_not_understood_is_a_failure_that_names_the_file() throws IOException {
            write("net/route", "Iface\tDestination\tGateway\tFlags", "eth0\t00000000\t0100A8C0\tflags");

            assertThatThrownBy(() -> found(new Gateways(proc)))
                    .isInstanceOf(IOException.class)
                    .hasMessage(proc + "/net/route: a route is not understood");
        }

        @Test
        void gateways_of_both_families_are_found() throws IOException {
            write(
                    "net/route",
                    "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
                    "eth0\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0",
                    "eth0\t0000A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0");
            write(
                    "net/ipv6_route",
                    "00000000000000000000000000000000 00 00000000000000000000000000000000 00 "
                            + "20010db8000000000000000000000001 00000400 00000001 00000000 00000003     eth0",
                    "20010db8000000000000000000000000 40 00000000000000000000000000000000 00 "
                            + "00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0");
            assertThat(found(new Gateways(proc)))
                    .containsExactly("192.168.0.1 a gateway of this machine", "2001:db8::1 a gateway of this machine");
        }

        @Test
        void a_machine_without_routes_has_none() throws IOException {
            assertThat(found(new Gateways(proc))).isEmpty();
        }
    }

    @Nested
    final class OfResolvers {
        @Test
        void name_servers_are_found_and_other_lines_are_not() throws IOException {
            write(
                    "resolv.conf",
                    "# nameserver 192.0.2.99",
                    "search example",
                    "nameserver 192.0.2.53",
                    "\tnameserver 2001:db8::53%eth0  ",
                    "nameserver nonsense",
                    "nameserver");
            assertThat(found(new Resolvers(proc.resolve("resolv.conf"))))
                    .containsExactly(
                            "192.0.2.53 a name server of this machine", "2001:db8::53 a name server of this machine");
        }

        @Test
        void a_machine_without_the_file_has_none() throws IOException {
            assertThat(found(new Resolvers(proc.resolve("none")))).isEmpty();
        }
    }

    @Nested
    final class OfMasters {
        @Test
        void addresses_names_and_the_far_ends_of_roots_connections_to_salt_are_found() throws IOException {
            write(
                    "net/tcp",
                    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                    line("0100007F:9370", "0A0200C0:1199", "01", 0, 7), // 4505
                    line("0100007F:9371", "0B0200C0:119A", "01", 0, 8), // 4506
                    line("0100007F:9372", "0C0200C0:119A", "01", 1000, 9), // not root's
                    line("0100007F:9373", "0D0200C0:119A", "06", 0, 0), // closing
                    line("0100007F:9374", "0E0200C0:01BB", "01", 0, 10)); // 443
            Masters masters = new Masters(List.of("192.0.2.1", "salt.example"), proc, name ->
                    new InetAddress[] {InetAddress.getByName("2001:db8::1")});
            assertThat(found(masters))
                    .containsExactly(
                            "192.0.2.1 the Salt master",
                            "2001:db8::1 the Salt master",
                            "192.0.2.10 the Salt master",
                            "192.0.2.11 the Salt master");
        }

        @Test
        void a_name_without_an_address_is_noted() throws IOException {
            Masters masters = new Masters(List.of("salt.example"), proc, name -> {
                throw new UnknownHostException(name);
            });
            Protections protections = new Protections();
            masters.collect(protections);
            assertThat(protections.found()).isEmpty();
            assertThat(protections.notes())
                    .containsExactly(
                            "the Salt master's name salt.example has no address here; write its addresses under master:");
        }

        @Test
        @Timeout(value = 20, unit = TimeUnit.SECONDS)
        void a_resolver_that_hangs_does_not_hold_the_guard() throws IOException {
            CountDownLatch never = new CountDownLatch(1);
            Masters masters = new Masters(List.of("salt.example", "salt2.example"), proc, name -> {
                awaitQuietly(never);
                return new InetAddress[0];
            });
            Protections protections = new Protections();
            masters.collect(protections);
            never.countDown();
            assertThat(protections.notes()).hasSize(2);
        }

        private void awaitQuietly(CountDownLatch latch) {
            try {
                assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Nested
    final class OfInterfaces {
        @Test
        void the_loopback_is_an_address_of_this_machine() throws IOException {
            assertThat(found(new OwnAddresses())).contains("127.0.0.1 an address of this machine");
        }
    }

    @Nested
    final class OfSockets {
        @Test
        void both_families_are_read_and_a_mapped_peer_is_ipv4() throws IOException {
            write("net/tcp", "head", line("0100007F:0016", "070200C0:9370", "01", 0, 7));
            write(
                    "net/tcp6",
                    "head",
                    line("00000000000000000000000000000000:0016", "0000000000000000FFFF0000080200C0:9371", "01", 0, 8),
                    line("00000000000000000000000000000000:0016", "B80D0120000000000000000009000000:9372", "01", 0, 9));
            assertThat(TcpSocket.all(proc))
                    .extracting(socket -> socket.remote().toString())
                    .containsExactly("192.0.2.7", "192.0.2.8", "2001:db8::9");
        }

        @Test
        void a_line_that_is_not_understood_is_an_error() throws IOException {
            write("net/tcp", "head", "nonsense");
            assertThatThrownBy(() -> TcpSocket.all(proc)).hasMessage(proc + "/net/tcp: line 2 is not understood");
        }
    }

    @Nested
    final class OfLists {
        @Test
        void each_prefix_of_a_list_is_protected() throws IOException {
            assertThat(found(new ListedPrefixes(List.of(Prefix.parse("192.0.2.0/24")), "on the protected list")))
                    .containsExactly("192.0.2.0/24 on the protected list");
        }
    }

    static String line(String local, String remote, String state, int uid, int inode) {
        return "   1: " + local + " " + remote + " " + state + " 00000000:00000000 02:000AFBE6 00000000  " + uid
                + "        0 " + inode + " 2 0000000096022a68 21 4 23 15 -1";
    }
}
