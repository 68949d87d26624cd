package net.saltban.aggregator;

/** Points of a cycle between which it may be interrupted, by whatever; the next cycle completes what is missing. */
enum CycleStep {
    /** The lock is held. */
    LOCKED,
    /** Minions were asked for findings. */
    FINDINGS_ASKED,
    /** A page of findings is stored, with its cursor. */
    PAGE_STORED,
    /** The decisions are stored. */
    DECIDED,
    /** Snapshot and protected list are written. */
    SNAPSHOT_WRITTEN,
    /** The ban file is replaced. */
    BAN_FILE_WRITTEN,
    /** The runner has copied the snapshot to the file server. */
    SNAPSHOT_PUBLISHED,
    /** Minions were told to apply it. */
    APPLY_ASKED,
    /** A minion's answer to that is stored. */
    APPLY_STORED;

    /** Hears how far a cycle is. */
    @FunctionalInterface
    interface Listener {
        void reached(CycleStep step);

        /** Does nothing. */
        static Listener none() {
            return step -> {};
        }
    }
}
