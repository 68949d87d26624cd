package net.saltban.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class PrefixSetTest {
    private static final long SEED = 20_260_107;
    private static final PrefixSet SET =
            setOf("198.51.100.0/24", "198.51.100.7", "203.0.113.9", "2001:db8::/32", "2001:db8:1::/48");

    static PrefixSet setOf(String... prefixes) {
        return PrefixSet.of(Stream.of(prefixes).map(Prefix::parse).toList());
    }

    @Nested
    final class CoveringMethod {
        @Test
        void the_widest_member_is_named() {
            assertThat(SET.covering(IpAddress.parse("198.51.100.7"))).contains(Prefix.parse("198.51.100.0/24"));
            assertThat(SET.covering(IpAddress.parse("2001:db8:1::5"))).contains(Prefix.parse("2001:db8::/32"));
        }

        @Test
        void an_address_outside_has_none() {
            assertThat(SET.covering(IpAddress.parse("203.0.113.8"))).isEmpty();
            assertThat(PrefixSet.empty().covering(IpAddress.parse("203.0.113.8")))
                    .isEmpty();
        }

        @Test
        void a_member_inside_a_prefix_does_not_cover_it() {
            assertThat(SET.covering(Prefix.parse("203.0.113.0/24"))).isEmpty();
        }
    }

    @Nested
    final class OverlappingMethod {
        @Test
        void a_member_inside_a_prefix_overlaps_it() {
            assertThat(SET.overlapping(Prefix.parse("203.0.113.0/24"))).contains(Prefix.parse("203.0.113.9"));
        }

        @Test
        void neighbours_do_not_overlap() {
            assertThat(SET.overlapping(Prefix.parse("203.0.113.0/29"))).isEmpty();
            assertThat(SET.overlapping(Prefix.parse("198.51.101.0/24"))).isEmpty();
        }

        @Test
        void answers_agree_with_a_look_at_each_member() {
            Random random = new Random(SEED);
            for (int round = 0; round < 500; round++) {
                PrefixSet set = PrefixSet.of(randomPrefixes(random, random.nextInt(20)));
                for (Prefix prefix : randomPrefixes(random, 20)) {
                    Optional<Prefix> covering = set.covering(prefix);
                    assertThat(covering.isPresent())
                            .as("seed %d round %d: %s in %s", SEED, round, prefix, set)
                            .isEqualTo(set.toList().stream().anyMatch(member -> member.covers(prefix)));
                    assertThat(set.overlapping(prefix).isPresent())
                            .as("seed %d round %d: %s with %s", SEED, round, prefix, set)
                            .isEqualTo(set.toList().stream().anyMatch(member -> member.overlaps(prefix)));
                }
            }
        }

        private List<Prefix> randomPrefixes(Random random, int count) {
            List<Prefix> prefixes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                boolean ipv4 = random.nextBoolean();
                IpAddress address = ipv4
                        ? IpAddress.ofIpv4(0xc0000200 | random.nextInt(256))
                        : new IpAddress(0x20010db8L << 32, random.nextInt(256));
                prefixes.add(Prefix.covering(address, address.bits() - random.nextInt(9)));
            }
            return prefixes;
        }
    }

    @Nested
    final class UnionMethod {
        @Test
        void members_of_either_set_are_in_order() {
            assertThat(setOf("203.0.113.9", "2001:db8::1")
                            .union(setOf("192.0.2.0/24", "203.0.113.9"))
                            .toList())
                    .map(Prefix::toString)
                    .containsExactly("192.0.2.0/24", "203.0.113.9", "2001:db8::1");
        }
    }
}
