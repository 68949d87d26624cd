package net.saltban.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import net.saltban.saltapi.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MembersIT {
    private static final Members MEMBERS = Members.of(List.of("web2", "web1"), Instant.parse("2026-01-05T03:04:05Z"));

    @TempDir
    Path stateDir;

    @Test
    void what_was_written_comes_back() throws Exception {
        MEMBERS.write(stateDir, Target.all());

        assertThat(Members.read(stateDir, Target.all())).contains(MEMBERS);
        assertThat(stateDir.resolve("members"))
                .hasContent("# saltban members 1\n# target GLOB *\n# at 2026-01-05T03:04:05Z\nweb1\nweb2\n");
    }

    @Test
    void another_target_asks_anew() throws Exception {
        MEMBERS.write(stateDir, Target.all());

        assertThat(Members.read(stateDir, Target.ofIds(List.of("*")))).isEmpty();
    }

    @Test
    void no_file_asks_anew() throws Exception {
        assertThat(Members.read(stateDir, Target.all())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# saltban members 1\n",
                "# saltban members 2\n# target GLOB *\n# at 2026-01-05T03:04:05Z\n",
                "# saltban members 1\n# target GLOB *\n# at noon\nweb1\n",
            })
    void a_damaged_file_asks_anew(String text) throws Exception {
        Files.writeString(stateDir.resolve("members"), text);

        assertThat(Members.read(stateDir, Target.all())).isEmpty();
    }
}
