package net.saltban.evidence;

/**
 * Sizes of the store.
 *
 * @param bans active bans
 * @param timedBans of these, those that end by themselves
 * @param uncorroboratedBans of these, those that rest on text logs of one minion alone
 * @param held bans that wait for an operator
 * @param alarms alarms that nobody has acknowledged
 * @param minions minions known
 * @param sources sources known
 * @param findings findings kept, in any resolution
 * @param waiting sources that wait for a decision
 */
public record Counts(
        long bans,
        long timedBans,
        long uncorroboratedBans,
        long held,
        long alarms,
        long minions,
        long sources,
        long findings,
        long waiting) {}
