package net.saltban.push;

import java.util.UUID;

import net.saltban.banfile.BanFile;
import net.saltban.banfile.Delta;
import net.saltban.banfile.ProtectedFile;
import net.saltban.banfile.SnapshotName;

/**
 * A state of the list as it goes to the minions.
 *
 * @param file the bans
 * @param protectedFile what the minions' guards keep out of them
 */
public record ReleasedList(BanFile file, ProtectedFile protectedFile) {
    /** Name of its snapshot. */
    public SnapshotName name() {
        return SnapshotName.of(file.header());
    }

    /** Its number. */
    public long generation() {
        return file.header().generation();
    }

    /** What a minion that holds another state is sent; what it has to fetch for it. */
    public Delta deltaFrom(BanFile base) {
        return Delta.between(base, file, protectedFile).orElseGet(this::deltaWithoutBase);
    }

    /** What a minion is sent of which nothing is known. */
    public Delta deltaWithoutBase() {
        return Delta.withoutBase(file, protectedFile);
    }

    /** Whether a minion says that it holds this state. */
    public boolean isHeldBy(MinionStatus status) {
        UUID list = file.header().list();
        return status.list().equals(list.toString())
                && status.generation() == generation()
                && status.fileSha256().equals(file.header().sha256());
    }
}
