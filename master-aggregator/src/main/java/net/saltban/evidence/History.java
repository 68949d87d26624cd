package net.saltban.evidence;

import java.util.List;
import java.util.Optional;

import net.saltban.policy.EvidenceItem;
import net.saltban.policy.HeldBan;
import net.saltban.policy.Tombstone;

/**
 * Everything that the store knows of a prefix, for {@code why}.
 *
 * @param bans active and past bans that share an address with it, the newest first, at most 64
 * @param held held bans that do
 * @param tombstones unbans that do
 * @param allowlist entry of the operators' allowlist that covers it, if any
 * @param acts acts on it, the newest first, at most 64
 * @param alarms alarms of its sources, the newest first, at most 64
 * @param evidence the newest findings of its sources, in order, at most 256
 */
public record History(
        List<RecordedBan> bans,
        List<HeldBan> held,
        List<Tombstone> tombstones,
        Optional<AllowEntry> allowlist,
        List<RecordedAct> acts,
        List<RecordedAlarm> alarms,
        List<EvidenceItem> evidence) {}
