package net.saltban.zstd;

import java.io.IOException;

/** Data that breaks RFC 8878, or asks for more memory than is given; the message says what. */
public final class ZstdDamagedException extends IOException {
    private static final long serialVersionUID = 1;

    ZstdDamagedException(String what) {
        super(what);
    }
}
