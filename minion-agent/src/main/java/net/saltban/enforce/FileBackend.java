package net.saltban.enforce;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import net.saltban.banfile.BanList;
import net.saltban.durable.AtomicFile;

/**
 * Refuses nothing itself: keeps the prefixes that should be refused, one a line, in {@code enforced.data}, for a program of the
 * operator. What the guard keeps out and what was released is not among them.
 */
final class FileBackend implements Backend {
    private final Path file;

    FileBackend(Path file) {
        this.file = file;
    }

    @Override
    public BackendName name() {
        return BackendName.FILE;
    }

    @Override
    public String form() {
        return "file";
    }

    @Override
    public Reading read(BanList expected) throws BackendException {
        if (!Files.exists(file)) {
            return new Reading(BanList.empty().sha256(), 0, -1);
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[64 * 1024];
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
            return new Reading(HexFormat.of().formatHex(digest.digest()), 0, -1);
        } catch (IOException e) {
            throw new BackendException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void replace(BanList list) throws BackendException {
        try {
            new AtomicFile(file, "rw-r--r--").write(list::writeBody);
        } catch (IOException e) {
            throw new BackendException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean change(BanList from, BanList to) throws BackendException {
        replace(to);
        return true;
    }

    @Override
    public void clear() throws BackendException {
        replace(BanList.empty());
    }
}
