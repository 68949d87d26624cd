package net.saltban.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalZoneTest {
    @TempDir
    Path folder = Path.of("/");

    private Path link(String target) throws IOException {
        return Files.createSymbolicLink(folder.resolve("localtime"), Path.of(target));
    }

    @Nested
    final class IsUtcMethod {
        @ParameterizedTest
        @CsvSource({
            "/nowhere/zoneinfo/Etc/UTC, true",
            "../nowhere/zoneinfo/UTC, true",
            "/nowhere/zoneinfo/Zulu, true",
            "/nowhere/zoneinfo/uclibc/Etc/UTC, false",
            "/nowhere/zoneinfo/right/Etc/UTC, false",
            "/nowhere/zoneinfo/Europe/London, false",
            "/nowhere/zoneinfo/, false",
            "/etc/UTC, false",
        })
        void the_link_tells_where_no_variable_is_set(String target, boolean isUtc) throws IOException {
            assertThat(LocalZone.isUtc(null, null, link(target))).isEqualTo(isUtc);
            assertThat(LocalZone.isUtc("", "", folder.resolve("localtime"))).isEqualTo(isUtc);
        }

        @ParameterizedTest
        @CsvSource({"UTC, true", ":UTC, true", "Etc/UTC, true", "Europe/Berlin, false", "UTC-2, false", "utc, false"})
        void the_variable_beats_the_link(String variable, boolean isUtc) throws IOException {
            Path link = link(isUtc ? "/nowhere/zoneinfo/Europe/Berlin" : "/nowhere/zoneinfo/UTC");
            assertThat(LocalZone.isUtc(null, variable, link)).isEqualTo(isUtc);
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTC", "Asia/Tokyo"})
        void what_java_is_told_is_left_to_java(String property) throws IOException {
            assertThat(LocalZone.isUtc(property, "UTC", link("/nowhere/zoneinfo/UTC")))
                    .isFalse();
        }

        @Test
        void a_copy_instead_of_a_link_is_left_to_java() throws IOException {
            Path copy = Files.writeString(folder.resolve("localtime"), "TZif2");
            assertThat(LocalZone.isUtc(null, null, copy)).isFalse();
            assertThat(LocalZone.isUtc(null, null, folder.resolve("nothing"))).isFalse();
        }
    }

    @Test
    void has_the_rules_that_java_finds() {
        assertThat(LocalZone.ofThisMachine().id().getRules())
                .isEqualTo(ZoneId.systemDefault().getRules());
    }

    @Test
    void keeps_a_zone_that_is_known() {
        assertThat(LocalZone.of(ZoneOffset.ofHours(3)).id()).isEqualTo(ZoneOffset.ofHours(3));
    }
}
