package net.saltban.banfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProtectedFileTest {
    @TempDir
    private Path folder;

    @Test
    void the_golden_file_is_written_byte_for_byte_and_read_back() throws IOException {
        ProtectedFile file = ProtectedFile.of(PrefixSet.of(
                Prefix.parse("2001:db8::/48"), Prefix.parse("198.51.100.0/24"), Prefix.parse("192.0.2.1")));
        assertThat(new String(file.toBytes(), StandardCharsets.US_ASCII))
                .isEqualTo(BanFileTest.golden("three-prefixes.protected"));
        Path path = folder.resolve("protected");
        file.write(path);
        assertThat(ProtectedFile.read(path)).isEqualTo(file).hasSameHashCodeAs(file);
        assertThat(file).hasToString(file.prefixes().toString());
    }

    @Test
    void the_hash_is_over_all_bytes_of_the_file() {
        ProtectedFile file = ProtectedFile.of(PrefixSet.of(Prefix.parse("192.0.2.1")));
        assertThat(file.sha256())
                .isEqualTo(Sha256.of("# saltban protected 1\n192.0.2.1\n".getBytes(StandardCharsets.US_ASCII)));
        assertThat(ProtectedFile.empty().sha256())
                .isEqualTo(Sha256.of("# saltban protected 1\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'192.0.2.1\n'|f:1: the first line is not \"# saltban protected 1\"; this is no protected list, or one of another version",
                "'# saltban protected 1\n192.0.2.1'|f:2: the line has no line end; the file was cut short",
                "'# saltban protected 1\n192.0.2.1\n192.0.2.1\n'|f:3: 192.0.2.1 stands twice"
            })
    void damage_is_refused_with_its_line(String text, String message) {
        assertThatThrownBy(() ->
                        ProtectedFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), "f"))
                .isInstanceOf(DamagedFileException.class)
                .hasMessage(message);
    }
}
