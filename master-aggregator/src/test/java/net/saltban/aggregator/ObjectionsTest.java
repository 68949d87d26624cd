package net.saltban.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import net.saltban.policy.PolicySettings;
import net.saltban.policy.Protection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectionsTest {
    private final Protection protection =
            new Protection(PrefixSet.of(Prefix.parse("192.0.2.0/24")), PrefixSet.of(Prefix.parse("198.51.100.1")));

    @Test
    void nothing_speaks_against_a_stranger() {
        assertThat(objection("203.0.113.7", false)).isEqualTo("");
    }

    @Test
    void the_allowlist_always_does() {
        assertThat(objection("192.0.2.7", true))
                .isEqualTo("it meets the allowlist (192.0.2.0/24); take that entry off first, by saltban allow --end"
                        + " 192.0.2.0/24, or in the configuration");
    }

    @Test
    void an_address_of_the_fleet_always_does_also_within_a_prefix() {
        assertThat(objection("198.51.100.0/24", true))
                .isEqualTo("it meets a protected address of the fleet (198.51.100.1); minions would refuse it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "203.0.0.0/16", "fe80::1", "2001:db8::/32"})
    void private_or_wide_prefixes_need_force(String prefix) {
        assertThat(objection(prefix, false)).contains("it meets ").endsWith("; add --force if you mean it");
        assertThat(objection(prefix, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0/0", "224.0.0.1", "::1", "::/0", "ff02::1", "126.0.0.0/7"})
    void what_can_be_no_peer_is_never_banned(String prefix) {
        assertThat(new Objections(new Protection(PrefixSet.empty(), PrefixSet.empty()), PolicySettings.shipped(), true)
                        .to(Prefix.parse(prefix))
                        .orElse(""))
                .endsWith("which is never the far end of a connection");
    }

    private String objection(String prefix, boolean force) {
        return new Objections(protection, PolicySettings.shipped(), force)
                .to(Prefix.parse(prefix))
                .orElse("");
    }
}
