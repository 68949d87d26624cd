package net.saltban.banfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeltaTest {
    private static final long SEED = 20_260_312;
    private static final ProtectedFile PROTECTED = ProtectedFile.of(PrefixSet.of(Prefix.parse("192.0.2.1")));

    private static BanFile file(long generation, BanList list) {
        return BanFile.of(BanFileTest.LIST, generation, list);
    }

    @Nested
    final class ApplyMethod {
        @Test
        void the_difference_of_two_lists_leads_from_one_to_the_other() {
            Random random = new Random(SEED);
            for (int i = 0; i < 300; i++) {
                BanList base = BanList.of(RandomPrefixes.list(random, 50));
                BanList result = BanList.of(RandomPrefixes.list(random, 50));
                Delta delta =
                        Delta.between(file(1, base), file(2, result), PROTECTED).orElseThrow();
                assertThat(base.apply(delta)).as("seed %d, case %d", SEED, i).contains(result);
            }
        }

        @Test
        void another_base_needs_the_snapshot() {
            BanList base = BanListTest.list("198.51.100.9");
            Delta delta = Delta.between(file(1, base), file(2, BanListTest.list("198.51.100.10")), PROTECTED)
                    .orElseThrow();
            assertThat(BanListTest.list("198.51.100.11").apply(delta)).isEmpty();
            assertThat(base.apply(Delta.withoutBase(file(2, base), PROTECTED))).isEmpty();
        }

        @Test
        void a_result_with_another_hash_is_not_kept() {
            BanList base = BanListTest.list("198.51.100.9");
            Delta good = Delta.between(file(1, base), file(2, BanListTest.list("198.51.100.10")), PROTECTED)
                    .orElseThrow();
            Delta forged = new Delta(
                    good.list(),
                    good.baseSha256(),
                    good.sha256(),
                    good.generation(),
                    BanListTest.list("198.51.100.66"),
                    good.remove(),
                    good.snapshot(),
                    good.protectedSha256());
            assertThat(base.apply(forged)).isEmpty();
        }
    }

    @Nested
    final class BetweenMethod {
        @Test
        void a_difference_above_64_kib_has_no_delta() {
            BanList base = RandomPrefixes.singles(1000);
            assertThat(Delta.between(file(1, base), file(2, RandomPrefixes.singles(6000)), PROTECTED))
                    .isEmpty();
            Delta largest = Delta.between(file(1, base), file(2, RandomPrefixes.singles(5000)), PROTECTED)
                    .orElseThrow();
            assertThat(DeltaJson.toBytes(largest)).hasSizeLessThanOrEqualTo(64 * 1024);
        }
    }

    @Nested
    final class Json {
        @Test
        void the_golden_documents_are_written_byte_for_byte_and_read_back() throws IOException {
            BanFile base = file(1_767_582_244_000L, BanListTest.list("198.51.100.8", "203.0.113.0/24"));
            BanFile result =
                    file(1_767_582_245_000L, BanListTest.list("198.51.100.9", "203.0.113.0/24", "2001:db8:66::/64"));
            assertGolden(Delta.between(base, result, PROTECTED).orElseThrow(), "delta.json");
            assertGolden(Delta.withoutBase(result, PROTECTED), "current.json");
        }

        private void assertGolden(Delta delta, String name) throws IOException {
            byte[] bytes = DeltaJson.toBytes(delta);
            assertThat(new String(bytes, StandardCharsets.UTF_8) + "\n").isEqualTo(BanFileTest.golden(name));
            assertThat(DeltaJson.parse(bytes)).isEqualTo(delta);
            assertThat(DeltaJson.parse(new ByteArrayInputStream(bytes))).isEqualTo(delta);
        }

        @Test
        void unknown_fields_are_skipped() throws IOException {
            String golden = BanFileTest.golden("delta.json");
            String more = golden.replace("{\"v\"", "{\"new\":{\"a\":[1,{\"v\":2}]},\"v\"");
            assertThat(parse(more)).isEqualTo(parse(golden));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "\"v\":1|\"v\":2|v is 2; this program reads version 1",
                    "\"v\":1|\"w\":1|v is missing or not a whole number",
                    "\"add\":[|\"add\":[7,|add holds something that is no text",
                    "\"198.51.100.9\"|\"198.51.100.9/32\"|add: \"198.51.100.9/32\" is not canonical; write 198.51.100.9",
                    "\"198.51.100.9\"|\"198.51.100.9; flush ruleset\"|add: \"198.51.100.9; flush ruleset\": not an IPv4 or IPv6 address",
                    "\"198.51.100.9\"|\"2001:db8:67::\"|add: \"2001:db8:66::/64\": 2001:db8:66::/64 is not greater than 2001:db8:67::",
                    "\"198.51.100.8\"|\"198.51.100.9\"|198.51.100.9 is both to add and to remove",
                    "1767582245000-|../1767582245000-|snapshot is \"../1767582245000-dc9a0278285f1579.data\"; use GENERATION-HASH.data with 16 hexadecimal digits",
                    "1767582245000-|1767582245001-|snapshot 1767582245001-dc9a0278285f1579.data is not of generation and sha256",
                    ".data|.protected|snapshot is \"1767582245000-dc9a0278285f1579.protected\"; use GENERATION-HASH.data with 16 hexadecimal digits",
                    "\"generation\":1767582245000|\"generation\":0|generation is 0; use 1 or more",
                    "\"generation\":1767582245000|\"generation\":1.5|generation is missing or not a whole number",
                    "\"list\":\"0b0e|\"list\":\"xb0e|list is no UUID",
                    "\"list\":\"0b0e|\"list\":\"0B0E|list is no UUID in its canonical form",
                    "\"base_sha256\":\"|\"base_sha256\":\"x|base_sha256 is not 64 lower-case hexadecimal digits",
                    "\"protected_sha256\":\"|\"protected_sha256\":\"x|protected_sha256 is not 64 lower-case hexadecimal digits",
                    "\"remove\":[|\"list\":1,\"remove\":[|*Duplicate field 'list'*",
                    "\"remove\":[|\"remove\":{},\"x\":[|remove is missing or not a list of prefixes"
                })
        void what_breaks_a_rule_is_refused_by_name(String from, String to, String message) throws IOException {
            String golden = BanFileTest.golden("delta.json");
            assertThat(golden).contains(from);
            String changed = golden.replaceFirst(java.util.regex.Pattern.quote(from), to);
            var thrown = assertThatThrownBy(() -> parse(changed)).isInstanceOf(IOException.class);
            if (message.startsWith("*")) {
                thrown.hasMessageContaining(message.replace("*", ""));
            } else {
                thrown.hasMessage(message);
            }
        }

        @Test
        void a_difference_without_base_is_refused() throws IOException {
            String golden = BanFileTest.golden("delta.json");
            assertThatThrownBy(
                            () -> parse(golden.replaceFirst("\"base_sha256\":\"[0-9a-f]*\"", "\"base_sha256\":null")))
                    .hasMessage("base_sha256 is null, but there are prefixes to add or remove");
            assertThatThrownBy(
                            () -> parse(golden.replaceFirst("\"base_sha256\":\"[0-9a-f]*\"", "\"base_sha256\":\"\"")))
                    .hasMessage("base_sha256 is empty; use null or 64 lower-case hexadecimal digits");
        }

        @Test
        void bounds_are_kept() {
            assertThatThrownBy(() -> parse(" ".repeat(64 * 1024 + 1)))
                    .hasMessage("larger than the 65536 bytes that are read at most");
            assertThatThrownBy(() -> DeltaJson.parse(new ByteArrayInputStream(new byte[64 * 1024 + 1])))
                    .hasMessage("larger than the 65536 bytes that are read at most");
            assertThatThrownBy(() -> parse("{\"x\":" + "[".repeat(17) + "]".repeat(17) + "}"))
                    .hasMessageContaining("nesting depth (17) exceeds the maximum allowed (16");
            assertThatThrownBy(() -> parse("[]")).hasMessage("the delta document is no JSON object");
            assertThatThrownBy(() -> parse("")).hasMessage("the delta document is no JSON object");
        }

        @Test
        void nothing_may_follow_the_document() throws IOException {
            String golden = BanFileTest.golden("delta.json");
            assertThatThrownBy(() -> parse(golden + "{}"))
                    .hasMessage("something stands behind the end of the document");
        }

        @Test
        void half_a_document_is_refused() throws IOException {
            String golden = BanFileTest.golden("delta.json").strip();
            for (int length = 0; length < golden.length(); length++) {
                String cut = golden.substring(0, length);
                assertThatThrownBy(() -> parse(cut)).as(cut).isInstanceOf(IOException.class);
            }
        }

        private Delta parse(String text) throws IOException {
            return DeltaJson.parse(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Nested
    final class Generations {
        private final GenerationClock clock =
                new GenerationClock(InstantSource.fixed(Instant.ofEpochMilli(1_767_582_245_000L)));

        @Test
        void the_time_numbers_a_list() {
            assertThat(clock.next(0)).isEqualTo(1_767_582_245_000L);
            assertThat(clock.next(1_767_582_244_999L)).isEqualTo(1_767_582_245_000L);
        }

        @Test
        void a_clock_that_went_back_does_not_take_the_numbers_back() {
            assertThat(clock.next(1_767_582_245_000L)).isEqualTo(1_767_582_245_001L);
            assertThat(clock.next(2_000_000_000_000L)).isEqualTo(2_000_000_000_001L);
        }
    }
}
