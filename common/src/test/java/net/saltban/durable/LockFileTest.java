package net.saltban.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LockFileTest {
    @TempDir
    private Path folder;

    @Test
    void only_one_holds_it_at_a_time() throws IOException {
        Path file = folder.resolve("lock");
        try (LockFile first = LockFile.tryLock(file).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(LockFile.tryLock(file)).isEmpty();
        }
        Optional<LockFile> next = LockFile.tryLock(file);
        assertThat(next).isPresent();
        next.orElseThrow().close();
    }
}
