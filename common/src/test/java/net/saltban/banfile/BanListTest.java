package net.saltban.banfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class BanListTest {
    private static final long SEED = 20_260_310;
    private static final int CASES = 300;

    @Nested
    final class Order {
        @Test
        void entries_are_ascending_without_doubles_whatever_order_they_come_in() {
            Random random = new Random(SEED);
            for (int i = 0; i < CASES; i++) {
                List<Prefix> prefixes = RandomPrefixes.list(random, 60);
                assertThat(toList(BanList.of(prefixes)))
                        .as("seed %d, case %d", SEED, i)
                        .containsExactlyElementsOf(new TreeSet<>(prefixes));
            }
        }

        @Test
        void ipv4_comes_before_ipv6_and_the_wider_before_the_narrower() throws IOException {
            BanList list = list("2001:db8::", "2001:db8::/32", "::1", "203.0.113.0", "203.0.113.0/24", "9.0.0.1");
            assertThat(body(list)).isEqualTo("9.0.0.1\n203.0.113.0/24\n203.0.113.0\n::1\n2001:db8::/32\n2001:db8::\n");
        }

        @Test
        void a_builder_refuses_what_does_not_ascend() {
            BanList.Builder builder = new BanList.Builder(0).append(Prefix.parse("192.0.2.9"));
            assertThatThrownBy(() -> builder.append(Prefix.parse("192.0.2.7")))
                    .hasMessage("192.0.2.7 is not greater than 192.0.2.9");
            assertThatThrownBy(() -> builder.append(Prefix.parse("192.0.2.9")))
                    .hasMessage("192.0.2.9 is not greater than 192.0.2.9");
        }
    }

    @Nested
    final class Operations {
        @Test
        void minus_and_union_are_those_of_sets() {
            Random random = new Random(SEED);
            for (int i = 0; i < CASES; i++) {
                List<Prefix> left = RandomPrefixes.list(random, 60);
                List<Prefix> right = RandomPrefixes.list(random, 60);
                TreeSet<Prefix> minus = new TreeSet<>(left);
                minus.removeAll(right);
                TreeSet<Prefix> union = new TreeSet<>(left);
                union.addAll(right);
                assertThat(BanList.of(left).minus(BanList.of(right)))
                        .as("minus, seed %d, case %d", SEED, i)
                        .isEqualTo(BanList.of(minus));
                assertThat(BanList.of(left).union(BanList.of(right)))
                        .as("union, seed %d, case %d", SEED, i)
                        .isEqualTo(BanList.of(union));
            }
        }

        @Test
        void what_covers_and_what_lies_inside_is_found() {
            Random random = new Random(SEED);
            for (int i = 0; i < CASES; i++) {
                BanList list = BanList.of(RandomPrefixes.list(random, 60));
                Prefix asked = RandomPrefixes.next(random);
                assertThat(list.covering(asked))
                        .as("covering %s, seed %d, case %d", asked, SEED, i)
                        .containsExactlyInAnyOrderElementsOf(toList(list).stream()
                                .filter(entry -> entry.covers(asked))
                                .toList());
                assertThat(list.inside(asked))
                        .as("inside %s, seed %d, case %d", asked, SEED, i)
                        .containsExactlyElementsOf(
                                toList(list).stream().filter(asked::covers).toList());
                assertThat(list.contains(asked)).isEqualTo(toList(list).contains(asked));
            }
        }

        @Test
        void the_lengths_in_use_are_told_by_family() {
            BanList list = list("192.0.2.0/24", "192.0.2.7", "2001:db8::/64");
            assertThat(list.lengths(true)).containsExactly(24, 32);
            assertThat(list.lengths(false)).containsExactly(64);
            assertThat(list.minus(list("192.0.2.0/24")).lengths(true)).containsExactly(32);
        }

        @Test
        void an_address_is_contained_by_all_its_prefixes_the_widest_first() {
            BanList list = list("192.0.0.0/16", "192.0.2.0/24", "192.0.2.7", "192.0.2.8", "2001:db8::/32");
            assertThat(list.containing(IpAddress.parse("192.0.2.7")))
                    .map(Prefix::toString)
                    .containsExactly("192.0.0.0/16", "192.0.2.0/24", "192.0.2.7");
            assertThat(list.containing(IpAddress.parse("198.51.100.1"))).isEmpty();
        }
    }

    @Nested
    final class Hash {
        @Test
        void the_hash_of_nothing_is_that_of_no_bytes() {
            assertThat(BanList.empty().sha256())
                    .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        }

        @Test
        void the_hash_is_that_of_the_body_and_lists_are_equal_by_it() throws IOException {
            Random random = new Random(SEED);
            for (int i = 0; i < CASES; i++) {
                BanList list = BanList.of(RandomPrefixes.list(random, 30));
                String body = toList(list).stream().map(prefix -> prefix + "\n").collect(Collectors.joining());
                assertThat(body(list)).isEqualTo(body);
                assertThat(list.sha256()).isEqualTo(Sha256.of(body.getBytes(StandardCharsets.US_ASCII)));
            }
            assertThat(list("192.0.2.7")).isEqualTo(list("192.0.2.7")).hasSameHashCodeAs(list("192.0.2.7"));
            assertThat(list("192.0.2.7")).isNotEqualTo(list("192.0.2.8")).isNotEqualTo(null);
            assertThat(list("192.0.2.7")).hasToString("1 prefixes, sha256 10678f304eede88e");
        }
    }

    @Test
    void positions_beyond_the_end_are_refused() {
        BanList list = list("192.0.2.7");
        assertThatThrownBy(() -> list.get(1)).hasMessage("index 1 of 1");
        var iterator = list.iterator();
        iterator.next();
        assertThatThrownBy(iterator::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void a_million_entries_are_no_burden() {
        BanList million = RandomPrefixes.singles(1_000_000);
        BanList changed = million.minus(BanList.of(million.get(0))).union(list("2001:db8::1"));
        assertThat(changed.size()).isEqualTo(1_000_000);
        assertThat(million.minus(changed)).isEqualTo(BanList.of(million.get(0)));
        assertThat(changed.containing(IpAddress.parse("2001:db8::1"))).hasSize(1);
    }

    static BanList list(String... prefixes) {
        return BanList.of(List.of(prefixes).stream().map(Prefix::parse).toList());
    }

    private static List<Prefix> toList(BanList list) {
        List<Prefix> prefixes = new ArrayList<>();
        list.forEach(prefixes::add);
        return prefixes;
    }

    private static String body(BanList list) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        list.writeBody(out);
        return out.toString(StandardCharsets.US_ASCII);
    }
}
