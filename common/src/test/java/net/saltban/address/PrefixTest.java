package net.saltban.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PrefixTest {
    private static final long SEED = 20_260_106;

    @Nested
    final class ParseMethod {
        @ParameterizedTest
        @CsvSource({
            "192.0.2.0/24, 192.0.2.0/24",
            "192.0.2.7/32, 192.0.2.7",
            "192.0.2.7, 192.0.2.7",
            "2001:db8::/32, 2001:db8::/32",
            "2001:DB8::7/128, 2001:db8::7",
            "0.0.0.0/0, 0.0.0.0/0",
            "::/0, ::/0"
        })
        void a_prefix_has_one_canonical_text(String text, String canonical) {
            assertThat(Prefix.parse(text)).hasToString(canonical);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "192.0.2.0/",
                    "192.0.2.0/ 24",
                    "192.0.2.0/024",
                    "192.0.2.0/+24",
                    "192.0.2.0/-1",
                    "192.0.2.0/33",
                    "2001:db8::/129",
                    "/24",
                    "192.0.2.0/24/24",
                    "192.0.2.0/\u0662"
                })
        void what_is_no_prefix_is_refused(String text) {
            assertThat(Prefix.tryParse(text)).isEmpty();
        }

        @Test
        void a_prefix_with_host_bits_set_is_refused_and_the_right_one_named() {
            assertThatThrownBy(() -> Prefix.parse("192.0.2.7/24"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("host bits are set; the prefix is 192.0.2.0/24");
        }

        @Test
        void the_text_of_any_prefix_reads_back() {
            Random random = new Random(SEED);
            for (int i = 0; i < 20_000; i++) {
                IpAddress address = IpAddressTest.randomAddress(random);
                Prefix prefix = Prefix.covering(address, random.nextInt(address.bits() + 1));
                assertThat(Prefix.parse(prefix.toString()))
                        .as("seed %d, case %d", SEED, i)
                        .isEqualTo(prefix);
                assertThat(prefix.contains(address))
                        .as("%s holds %s", prefix, address)
                        .isTrue();
            }
        }
    }

    @Nested
    final class ContainsMethod {
        @ParameterizedTest
        @CsvSource({
            "192.0.2.0/24, 192.0.2.255, true",
            "192.0.2.0/24, 192.0.3.0, false",
            "0.0.0.0/0, 255.0.0.1, true",
            "0.0.0.0/0, 2001:db8::1, false",
            "::/0, 192.0.2.1, false",
            "::/0, 2001:db8::1, true",
            "2001:db8:0:1::/64, 2001:db8:0:1:ffff::, true",
            "2001:db8:0:1::/64, 2001:db8:0:2::, false",
            "2001:db8::8/125, 2001:db8::f, true",
            "2001:db8::8/125, 2001:db8::10, false"
        })
        void an_address_lies_in_a_prefix_of_its_family_only(String prefix, String address, boolean inside) {
            assertThat(Prefix.parse(prefix).contains(IpAddress.parse(address))).isEqualTo(inside);
        }
    }

    @Nested
    final class LastMethod {
        @ParameterizedTest
        @CsvSource({
            "192.0.2.0/24, 192.0.2.255",
            "192.0.2.7, 192.0.2.7",
            "0.0.0.0/0, 255.255.255.255",
            "2001:db8::/32, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
            "2001:db8::/64, 2001:db8::ffff:ffff:ffff:ffff",
            "2001:db8::/65, 2001:db8::7fff:ffff:ffff:ffff",
            "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
        })
        void all_host_bits_are_set(String prefix, String last) {
            assertThat(Prefix.parse(prefix).last()).hasToString(last);
        }
    }
}
