package net.saltban.enforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import net.saltban.address.IpAddress;
import net.saltban.address.Prefix;
import net.saltban.banfile.BanList;
import net.saltban.guard.Refusal;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small files of the state folder. */
final class StateFilesTest {
    private static final Instant NOW = Instant.parse("2026-01-05T03:04:05Z");

    @TempDir
    private Path folder;

    @Nested
    final class OfRecords {
        private final BanList file = Master.list("192.0.2.1", "198.51.100.0/24", "198.51.100.9", "203.0.113.7");
        private final BanList loaded = Master.list("203.0.113.7");
        private final AppliedRecord record = new AppliedRecord(
                NOW,
                "nftables",
                "saltban 1 enforce ports all",
                Master.LIST,
                1_767_582_245_000L,
                file.sha256(),
                loaded.sha256(),
                loaded.size(),
                List.of(new Refusal(Prefix.parse("192.0.2.1"), "is the Salt master")),
                0,
                List.of(IpAddress.parse("198.51.100.9")),
                false);

        private Path path() {
            return folder.resolve("applied.json");
        }

        @Test
        void a_record_reads_back_and_tells_what_was_loaded() throws IOException {
            AppliedJson.write(record, path());
            assertThat(AppliedJson.read(path())).contains(record);
            assertThat(record.loaded(file)).contains(loaded);
        }

        @Test
        void it_cannot_tell_what_was_loaded_of_another_file_or_where_refusals_are_missing() {
            assertThat(record.loaded(Master.list("203.0.113.7"))).isEmpty();
            AppliedRecord cut = new AppliedRecord(
                    NOW, "", "", Master.LIST, 1, file.sha256(), loaded.sha256(), 1, List.of(), 1, List.of(), false);
            assertThat(cut.loaded(file)).isEmpty();
        }

        @Test
        void no_record_is_none() throws IOException {
            assertThat(AppliedJson.read(path())).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "\"v\":1|\"v\":2|v is not 1",
                    "\"v\":1,||v is missing",
                    "\"generation\":1767582245000|\"generation\":\"x\"|For input string: \"x\"",
                    "\"list\":\"0b0e|\"list\":\"xxxx|Error at index 0 in: \"xxxx7bd6\"",
                    "192.0.2.1|192.0.2.256|not an IPv4 or IPv6 address",
                    "2026-01-05T|2026-13-05T|Text '2026-13-05T03:04:05Z' could not be parsed",
                    "\"refused_more\"|\"form\"|Duplicate field 'form'"
                })
        void damage_is_told_with_the_file(String from, String to, String message) throws IOException {
            AppliedJson.write(record, path());
            String text = Files.readString(path());
            assertThat(text).contains(from);
            Files.writeString(path(), text.replace(from, to == null ? "" : to));
            assertThatThrownBy(() -> AppliedJson.read(path()))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(path() + ": is damaged: " + message);
        }

        @Test
        void a_record_cut_anywhere_is_damaged() throws IOException {
            AppliedJson.write(record, path());
            String text = Files.readString(path()).strip();
            for (int length = 0; length < text.length(); length++) {
                Files.writeString(path(), text.substring(0, length));
                assertThatThrownBy(() -> AppliedJson.read(path()))
                        .as("cut to %d", length)
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Nested
    final class OfReleases {
        private Path path() {
            return folder.resolve("released");
        }

        @Test
        void addresses_read_back_in_order() throws IOException {
            Released.none()
                    .with(IpAddress.parse("2001:db8::1"))
                    .with(IpAddress.parse("192.0.2.7"))
                    .write(path());
            assertThat(path())
                    .hasContent(
                            "# let in by an operator on this machine; saltban-agent release\n192.0.2.7\n2001:db8::1");
            assertThat(Released.read(path()).addresses())
                    .containsExactly(IpAddress.parse("192.0.2.7"), IpAddress.parse("2001:db8::1"));
        }

        @Test
        void a_release_takes_every_entry_out_that_the_address_lies_in() {
            assertThat(Released.none()
                            .with(IpAddress.parse("198.51.100.9"))
                            .entriesOf(Master.list("198.51.100.0/24", "198.51.100.9", "203.0.113.7")))
                    .isEqualTo(Master.list("198.51.100.0/24", "198.51.100.9"));
        }

        @Test
        void a_file_without_bound_is_not_read() throws IOException {
            Files.writeString(path(), "192.0.2.7\n".repeat(10_000));
            assertThatThrownBy(() -> Released.read(path()))
                    .hasMessage("larger than the 65536 bytes that are read at most");
        }

        @Test
        void a_thousand_are_enough() throws IOException {
            Machine machine = new Machine(folder);
            Files.writeString(
                    path(),
                    IntStream.range(0, 1000)
                            .mapToObj(i -> IpAddress.ofIpv4(0xc6336400 + i) + "\n")
                            .reduce("", String::concat));
            assertThatThrownBy(() -> machine.enforcer().release(IpAddress.parse("192.0.2.7")))
                    .hasMessage(
                            path() + ": holds 1000 addresses already; end some, or put them on the master's allowlist");
            assertThat(Released.read(path()).addresses()).hasSize(1000);
        }
    }

    @Nested
    final class OfOff {
        private Path path() {
            return folder.resolve("off");
        }

        @Test
        void time_and_reason_read_back_and_the_reason_is_made_safe() throws IOException {
            new Off(NOW.plusMillis(5), "two\nlines\u001b[31m").write(path());
            assertThat(Off.read(path())).contains(new Off(NOW, "two\\u000alines\\u001b[31m"));
        }

        @Test
        void any_file_of_the_name_switches_off() throws IOException {
            Files.createFile(path());
            Files.setLastModifiedTime(path(), FileTime.from(NOW));
            assertThat(Off.read(path())).contains(new Off(NOW, ""));
            Files.writeString(path(), "because\n");
            Files.setLastModifiedTime(path(), FileTime.from(NOW));
            assertThat(Off.read(path())).contains(new Off(NOW, "because"));
            Files.writeString(path(), "x".repeat(5000));
            Files.setLastModifiedTime(path(), FileTime.from(NOW));
            assertThat(Off.read(path())).contains(new Off(NOW, ""));
        }

        @Test
        void without_the_file_enforcement_is_on() throws IOException {
            assertThat(Off.read(path())).isEmpty();
        }
    }

    @Nested
    final class OfEnforced {
        @Test
        void the_file_holds_what_should_be_refused_and_is_read_back() throws IOException {
            Path path = folder.resolve("enforced.data");
            FileBackend backend = new FileBackend(path);
            BanList list = Master.list("192.0.2.7", "2001:db8::/64");
            assertThat(backend.read(list).isExactly(BanList.empty())).isTrue();
            backend.replace(Master.list("192.0.2.7"));
            assertThat(backend.change(Master.list("192.0.2.7"), list)).isTrue();
            assertThat(path).hasContent("192.0.2.7\n2001:db8::/64\n");
            assertThat(backend.read(list).isExactly(list)).isTrue();
            Files.writeString(path, "192.0.2.7\n");
            assertThat(backend.read(list).isExactly(list)).isFalse();
            backend.clear();
            assertThat(path).isEmptyFile();
        }
    }
}
