package net.saltban.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;

import net.saltban.address.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader of peers reads what the general reader of addresses reads and prints again in the same text, and nothing else. */
final class CanonicalIpv6Test {
    private static final int TEXTS = Integer.getInteger("saltban.fuzz.cases", 20_000);
    private static final long SEED = Long.getLong("saltban.fuzz.seed", 1L);

    private static Optional<IpAddress> read(String text) {
        byte[] bytes = ("7" + text + "7").getBytes(StandardCharsets.ISO_8859_1);
        Reading into = new Reading();
        return CanonicalIpv6.read(bytes, 1, bytes.length - 1, into) ? Optional.of(into.peer()) : Optional.empty();
    }

    private static Optional<IpAddress> expected(String text) {
        return IpAddress.tryParse(text)
                .filter(address -> text.indexOf(':') >= 0)
                .filter(address -> address.toString().equals(text));
    }

    private static String canonical(Random random) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | group(random);
            low = low << 16 | group(random);
        }
        return new IpAddress(high, low).toString();
    }

    private static long group(Random random) {
        return random.nextInt(2) == 0 ? 0 : random.nextInt(random.nextBoolean() ? 16 : 65_536);
    }

    private static String spoilt(String text, Random random) {
        StringBuilder spoilt = new StringBuilder(text);
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
            spoilt.deleteCharAt(at);
        } else {
            spoilt.insert(at, ":0123abfF.%".charAt(random.nextInt(11)));
        }
        return spoilt.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"::", "::1", "2001:db8::", "2001:db8:0:1::2", "fe80::1:2:3:4", "1:2:3:4:5:6:7:8", "1:0:2::3"})
    void a_canonical_text_is_read(String text) {
        assertThat(read(text)).isEqualTo(Optional.of(IpAddress.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1:",
                ":1",
                "1::2::3",
                "2001:DB8::1",
                "2001:db8:0:0::1",
                "2001:db8::0:1",
                "02::1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7::8",
                "12345::1",
                "::ffff:c000:201",
                "::192.0.2.1",
                "1::g"
            })
    void any_other_text_is_refused(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void it_reads_what_the_general_reader_reads_and_prints_the_same() {
        int canonical = 0;
        for (int i = 0; i < TEXTS; i++) {
            Random random = new Random((SEED + i) * 0x9e3779b97f4a7c15L);
            String text = canonical(random);
            text = random.nextInt(3) > 0 ? spoilt(text, random) : text;
            Optional<IpAddress> expected = expected(text);
            canonical += expected.isPresent() ? 1 : 0;
            assertThat(read(text)).as("seed %d: %s", SEED + i, text).isEqualTo(expected);
        }
        assertThat(canonical).isBetween(TEXTS / 4, TEXTS - TEXTS / 4);
    }
}
