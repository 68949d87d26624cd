package net.saltban.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OtherTagTest {
    private static final int CASES = Integer.getInteger("saltban.fuzz.cases", 20_000);
    private static final long SEED = Long.getLong("saltban.fuzz.seed", 1L);
    private static final String BEFORE = "Jan  5 03:04:05 web1 ";
    private static final String BEHIND = " a message that is long enough to be looked at";

    private static int end(String text) {
        byte[] b = (text + BEHIND).getBytes(StandardCharsets.ISO_8859_1);
        return OtherTag.end(b, 0, b.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CRON[7]:           | 8",
                "sudo:              | 5",
                "systemd[1]:        | 11",
                "systemd-logind[5]: | 18",
                "s[1]:              | 5",
                "a[12345678]:x      | 12",
                "kernel:            | 7"
            })
    void a_tag_of_another_program_ends_behind_its_colon(String text, int end) {
        assertThat(end(text)).isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sshd[9]:",
                "sshd-session[9]:",
                "ssh.service[9]:",
                "sss:",
                "dropbear[9]:",
                "dr:",
                "syslogd:",
                "syslog-ng[3]:",
                "[sshd]",
                ":",
                " sudo:",
                "name",
                "name:x",
                "name[]:",
                "name[x]:",
                "name[1]",
                "name[1] :",
                "name[123456789]:",
                "a-name-of-17-byte[1]:",
                "n\u00e4me[1]:",
                "na\nme[1]:",
                "last message repeated 2 times"
            })
    void anything_else_is_read_in_full(String text) {
        assertThat(end(text)).isNegative();
    }

    @Test
    void what_it_passes_over_has_a_prefix_with_that_tag() {
        int passed = 0;
        for (int i = 0; i < CASES; i++) {
            Random random = new Random((SEED + i) * 0x9e3779b97f4a7c15L);
            StringBuilder tag = new StringBuilder();
            for (int length = 1 + random.nextInt(14); length > 0; length--) {
                tag.append("sdyhlrxCR-.@[]:: 0129\n\u00e4".charAt(random.nextInt(23)));
            }
            tag.append(random.nextInt(3) == 0 ? ":" : "[" + random.nextInt(100_000) + "]:");
            int end = end(tag.toString());
            if (end >= 0) {
                passed++;
                byte[] line = (BEFORE + tag + BEHIND).getBytes(StandardCharsets.ISO_8859_1);
                SyslogHeader header = new SyslogHeader();
                String what = "seed " + (SEED + i) + ": " + tag;
                assertThat(header.read(line, 0, line.length)).as(what).isTrue();
                assertThat(header.tagFrom()).as(what).isEqualTo(BEFORE.length());
                assertThat(header.tagTo()).as(what).isLessThan(BEFORE.length() + end);
                assertThat(header.messageFrom()).as(what).isGreaterThanOrEqualTo(BEFORE.length() + end);
            }
        }
        assertThat(passed).isBetween(CASES / 10, CASES * 9 / 10);
    }
}
