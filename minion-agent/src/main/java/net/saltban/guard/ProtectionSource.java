package net.saltban.guard;

import java.io.IOException;

/** Something that knows addresses which must not be refused. */
@FunctionalInterface
public interface ProtectionSource {
    /**
     * Adds what it knows now.
     *
     * @throws IOException if it cannot tell; then nothing may be enforced anew, since somebody might be locked out
     */
    void collect(Protections into) throws IOException;
}
