package net.saltban.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IpAddressTest {
    private static final long SEED = 20_260_105;

    @Nested
    final class ParseMethod {
        @ParameterizedTest
        @CsvSource({
            "192.0.2.1, 192.0.2.1",
            "0.0.0.0, 0.0.0.0",
            "255.255.255.255, 255.255.255.255",
            "::ffff:192.0.2.1, 192.0.2.1",
            "0:0:0:0:0:FFFF:c000:201, 192.0.2.1",
            "2001:DB8::1, 2001:db8::1",
            "2001:0db8:0:0:0:0:0:1, 2001:db8::1",
            "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
            "2001:db8:0:0:1:1:1:1, 2001:db8::1:1:1:1",
            "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
            "::, ::",
            "::1, ::1",
            "1::, 1::",
            "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
            "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
            "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
            "1:2:3:4:5:6:192.0.2.1, 1:2:3:4:5:6:c000:201"
        })
        void an_address_has_one_canonical_text(String text, String canonical) {
            assertThat(IpAddress.parse(text)).hasToString(canonical);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "1",
                    ":",
                    ":::",
                    "1.2.3",
                    "1.2.3.4.5",
                    "256.1.1.1",
                    "010.1.1.1",
                    "1.2.3.04",
                    "1.2.3.4 ",
                    " 1.2.3.4",
                    "+1.2.3.4",
                    "1.2.3.-4",
                    "1..2.3",
                    "1.2.3.4/8",
                    "0x1.2.3.4",
                    "1.2.3.1000",
                    "1::2::3",
                    "1:2:3:4:5:6:7",
                    "1:2:3:4:5:6:7:8:9",
                    "1:2:3:4:5:6:7:8::",
                    "12345::",
                    "g::1",
                    "fe80::1%eth0",
                    "::1:",
                    ":1::",
                    "1:2:3:4:5:6:7:1.2.3.4",
                    "::1.2.3",
                    "::1.2.3.4:5",
                    "[::1]",
                    "1:2:3:4:5:6:7:8:",
                    "example",
                    "\u0661.2.3.4",
                    "\uff11::",
                    "2001:db8::\u0661",
                    "UNKNOWN",
                    "::ffff:192.0.2.01",
                    "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa"
                })
        void what_is_no_address_is_refused(String text) {
            assertThat(IpAddress.tryParse(text)).isEmpty();
            assertThatThrownBy(() -> IpAddress.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("not an IPv4 or IPv6 address");
        }

        @Test
        void the_text_of_any_address_reads_back_and_agrees_with_the_jdk() throws UnknownHostException {
            Random random = new Random(SEED);
            for (int i = 0; i < 20_000; i++) {
                IpAddress address = randomAddress(random);
                assertThat(IpAddress.parse(address.toString()))
                        .as("seed %d, case %d", SEED, i)
                        .isEqualTo(address);
                assertThat(bytesOf(address))
                        .as("seed %d, case %d: %s", SEED, i, address)
                        .isEqualTo(InetAddress.getByName(address.toString()).getAddress());
            }
        }

        private byte[] bytesOf(IpAddress address) {
            byte[] bytes = new byte[address.bits() / 8];
            for (int i = 0; i < bytes.length; i++) {
                int fromEnd = bytes.length - 1 - i;
                long half = fromEnd < 8 ? address.low() : address.high();
                bytes[i] = (byte) (half >>> fromEnd % 8 * 8);
            }
            return bytes;
        }
    }

    @Nested
    final class CompareToMethod {
        @Test
        void ipv4_comes_first_and_each_family_is_in_numeric_order() {
            List<String> order = List.of(
                    "0.0.0.0",
                    "9.0.0.0",
                    "10.0.0.0",
                    "192.0.2.1",
                    "255.255.255.255",
                    "::",
                    "::1",
                    "2001:db8::",
                    "ffff::");
            List<IpAddress> shuffled =
                    new ArrayList<>(order.stream().map(IpAddress::parse).toList());
            Collections.shuffle(shuffled, new Random(SEED));
            Collections.sort(shuffled);
            assertThat(shuffled).map(IpAddress::toString).containsExactlyElementsOf(order);
        }
    }

    @Nested
    final class ScopeMethod {
        @ParameterizedTest
        @CsvSource({
            "0.1.2.3, UNSPECIFIED",
            "255.255.255.255, UNSPECIFIED",
            "::, UNSPECIFIED",
            "127.0.0.1, LOOPBACK",
            "::1, LOOPBACK",
            "224.0.0.1, MULTICAST",
            "240.0.0.1, MULTICAST",
            "ff02::1, MULTICAST",
            "169.254.1.1, LINK_LOCAL",
            "169.253.255.255, GLOBAL",
            "fe80::1, LINK_LOCAL",
            "febf::1, LINK_LOCAL",
            "fec0::1, GLOBAL",
            "10.255.0.1, PRIVATE",
            "172.16.0.1, PRIVATE",
            "172.31.255.255, PRIVATE",
            "172.15.255.255, GLOBAL",
            "172.32.0.0, GLOBAL",
            "192.168.0.1, PRIVATE",
            "192.169.0.1, GLOBAL",
            "100.64.0.1, PRIVATE",
            "100.127.255.255, PRIVATE",
            "100.63.255.255, GLOBAL",
            "100.128.0.0, GLOBAL",
            "fc00::1, PRIVATE",
            "fdff::1, PRIVATE",
            "fe00::1, GLOBAL",
            "192.0.2.1, GLOBAL",
            "2001:db8::1, GLOBAL"
        })
        void an_address_has_the_scope_of_its_registry(String text, AddressScope scope) {
            assertThat(IpAddress.parse(text).scope()).isEqualTo(scope);
        }
    }

    static IpAddress randomAddress(Random random) {
        if (random.nextBoolean()) {
            return IpAddress.ofIpv4(random.nextInt());
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            long group = random.nextInt(3) == 0 ? random.nextInt(0x10000) : 0;
            if (i < 4) {
                high = high << 16 | group;
            } else {
                low = low << 16 | group;
            }
        }
        return new IpAddress(high, low);
    }
}
