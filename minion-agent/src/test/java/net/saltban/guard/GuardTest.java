package net.saltban.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.banfile.BanList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class GuardTest {
    private static final long SEED = 20_260_401;

    private static BanList list(String... prefixes) {
        return BanList.of(Stream.of(prefixes).map(Prefix::parse).toList());
    }

    private static Guard protecting(String prefix, String why) throws IOException {
        return Guard.of(List.of(into -> into.add(Prefix.parse(prefix), why)));
    }

    @Nested
    final class Refusals {
        @Test
        void an_entry_that_is_protected_is_kept_out_and_says_why() throws IOException {
            assertThat(protecting("192.0.2.1", "the Salt master").refusals(list("192.0.2.1", "192.0.2.2")))
                    .containsExactly(new Refusal(Prefix.parse("192.0.2.1"), "is the Salt master"));
        }

        @Test
        void an_entry_that_covers_a_protected_address_is_kept_out_as_a_whole() throws IOException {
            assertThat(protecting("192.0.2.1", "the Salt master").refusals(list("192.0.2.0/24", "198.51.100.0/24")))
                    .containsExactly(new Refusal(Prefix.parse("192.0.2.0/24"), "covers 192.0.2.1, the Salt master"));
        }

        @Test
        void an_entry_inside_a_protected_prefix_is_kept_out() throws IOException {
            assertThat(protecting("192.0.2.0/24", "on the protected list").refusals(list("192.0.2.9", "192.0.3.9")))
                    .containsExactly(
                            new Refusal(Prefix.parse("192.0.2.9"), "lies in 192.0.2.0/24, on the protected list"));
        }

        @Test
        void the_first_reason_is_told() throws IOException {
            Guard guard = Guard.of(List.of(
                    into -> into.add(IpAddress.parse("192.0.2.1"), "the Salt master"),
                    into -> into.add(IpAddress.parse("192.0.2.1"), "a gateway of this machine")));
            assertThat(guard.refusals(list("192.0.2.1")))
                    .extracting(Refusal::why)
                    .containsExactly("is the Salt master");
        }

        @Test
        void addresses_that_are_never_a_peer_and_whole_families_are_kept_out() throws IOException {
            BanList list = list(
                    "0.0.0.0/0",
                    "0.1.2.3",
                    "127.0.0.5",
                    "224.0.0.1",
                    "255.255.255.255",
                    "::/0",
                    "::",
                    "::1",
                    "fe80::1",
                    "ff02::1",
                    "198.51.100.7",
                    "2001:db8::7");
            assertThat(Guard.of(List.of()).refusals(list))
                    .extracting(refusal -> refusal.prefix().toString())
                    .containsExactly(
                            "0.0.0.0/0",
                            "0.1.2.3",
                            "127.0.0.5",
                            "224.0.0.1",
                            "255.255.255.255",
                            "::/0",
                            "::",
                            "::1",
                            "fe80::1",
                            "ff02::1");
        }

        @Test
        void exactly_the_entries_that_share_an_address_with_a_protected_prefix_are_kept_out() throws IOException {
            Random random = new Random(SEED);
            for (int i = 0; i < 200; i++) {
                List<Prefix> protectedPrefixes =
                        Stream.generate(() -> prefix(random)).limit(3).toList();
                BanList list = BanList.of(
                        Stream.generate(() -> prefix(random)).limit(40).toList());
                Guard guard = Guard.of(List.of(new ListedPrefixes(protectedPrefixes, "protected")));
                assertThat(guard.refusals(list))
                        .as("seed %d, case %d", SEED, i)
                        .extracting(Refusal::prefix)
                        .containsExactlyElementsOf(Stream.iterate(0, n -> n < list.size(), n -> n + 1)
                                .map(list::get)
                                .filter(entry -> protectedPrefixes.stream().anyMatch(entry::overlaps))
                                .toList());
            }
        }

        private Prefix prefix(Random random) {
            return Prefix.covering(IpAddress.ofIpv4(0xc6336400 | random.nextInt(256)), 24 + random.nextInt(9));
        }

        @Test
        @Timeout(value = 10, unit = TimeUnit.SECONDS)
        void a_large_list_and_many_protected_addresses_take_no_time() throws IOException {
            BanList.Builder million = new BanList.Builder(1_000_000);
            BanList.Builder fleet = new BanList.Builder(20_000);
            for (int i = 0; i < 1_000_000; i++) {
                million.append(Prefix.of(IpAddress.ofIpv4(0x0b000000 + 2 * i)));
            }
            for (int i = 0; i < 20_000; i++) {
                fleet.append(Prefix.of(IpAddress.ofIpv4(0x0b000000 + 2 * i + (i % 1000 == 0 ? 0 : 1))));
            }
            Guard guard = Guard.of(List.of(new ListedPrefixes(fleet.build(), "a minion")));
            assertThat(guard.refusals(million.build())).hasSize(20);
        }
    }

    @Test
    void a_source_that_cannot_tell_stops_the_guard() {
        assertThatThrownBy(() -> Guard.of(List.of(into -> {
                    throw new IOException("no /proc");
                })))
                .hasMessage("no /proc");
    }

    @Test
    void what_could_not_be_found_out_is_told() throws IOException {
        assertThat(Guard.of(List.of(into -> into.note("no answer"))).notes()).containsExactly("no answer");
    }
}
