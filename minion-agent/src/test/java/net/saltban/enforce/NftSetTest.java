package net.saltban.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import net.saltban.address.Prefix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NftSetTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, ipv4_32, ip saddr",
        "192.0.2.0/24, ipv4_24, ip saddr & 255.255.255.0",
        "128.0.0.0/1, ipv4_1, ip saddr & 128.0.0.0",
        "2001:db8::7, ipv6_128, ip6 saddr",
        "2001:db8::/64, ipv6_64, ip6 saddr & ffff:ffff:ffff:ffff::",
        "2001:db8::/33, ipv6_33, ip6 saddr & ffff:ffff:8000::",
        "2001:db8::8/125, ipv6_125, ip6 saddr & ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff8"
    })
    void each_family_and_length_has_a_set_that_is_asked_with_the_masked_source(String prefix, String name, String key) {
        NftSet set = NftSet.of(Prefix.parse(prefix));
        assertThat(set.name()).isEqualTo(name);
        assertThat(set.key()).isEqualTo(key);
        assertThat(NftSet.parse(name)).contains(set);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "blocked", "ipv4_0", "ipv4_33", "ipv6_129", "ipv4_032", "ipv5_4", "ipv4_32x"})
    void other_names_are_no_sets_of_ours(String name) {
        assertThat(NftSet.parse(name)).isEmpty();
    }

    @Test
    void an_element_stands_for_a_prefix_and_one_with_host_bits_never_matches() {
        NftSet set = new NftSet(true, 24);
        assertThat(set.prefix("192.0.2.0")).contains(Prefix.parse("192.0.2.0/24"));
        assertThat(set.prefix("192.0.2.1")).isEmpty();
        assertThat(set.prefix("2001:db8::")).isEmpty();
        assertThat(set.prefix("localhost")).isEmpty();
    }

    @Test
    void the_usual_sets_are_always_there_and_others_as_needed() {
        assertThat(NftSet.of(Master.list())).extracting(NftSet::name).containsExactly("ipv4_32", "ipv6_128", "ipv6_64");
        assertThat(NftSet.of(Master.list("192.0.2.0/24", "2001:db8::/48")))
                .extracting(NftSet::name)
                .containsExactly("ipv4_32", "ipv4_24", "ipv6_128", "ipv6_64", "ipv6_48");
    }

    @Test
    void a_set_has_room_for_a_quarter_more() {
        assertThat(NftSet.size(0)).isEqualTo(4096);
        assertThat(NftSet.size(100_000)).isEqualTo(125_000);
    }
}
