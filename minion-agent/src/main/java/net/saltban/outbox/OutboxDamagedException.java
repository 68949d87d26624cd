package net.saltban.outbox;

import java.io.IOException;
import java.nio.file.Path;

/** An outbox that cannot be trusted. Nothing was changed; an operator has to decide. */
public final class OutboxDamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    OutboxDamagedException(Path where, String what) {
        super(where + ": " + what + "; nothing was changed: restore the folder from a backup, or move it away (mv "
                + where.getParent() + " " + where.getParent()
                + ".damaged), then the agent begins a new outbox and reads the logs again");
    }
}
