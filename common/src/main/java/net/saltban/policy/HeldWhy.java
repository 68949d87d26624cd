package net.saltban.policy;

/** Why a ban waits for an operator. */
public enum HeldWhy {
    /** The source is known-good. Weighed anew each time: an alarm lets the ban through. */
    KNOWN_GOOD(false),
    /** Text logs of one minion alone speak for it. Weighed anew each time. */
    UNCORROBORATED(false),
    /** One minion alone has asked for more bans in a day than its budget. Stays held until an operator looks. */
    BUDGET(true),
    /** The cycle would have added too many. Stays held until an operator looks. */
    BRAKE(true);

    private final boolean lasting;

    HeldWhy(boolean lasting) {
        this.lasting = lasting;
    }

    /** Whether only an operator ends it. */
    public boolean isLasting() {
        return lasting;
    }
}
