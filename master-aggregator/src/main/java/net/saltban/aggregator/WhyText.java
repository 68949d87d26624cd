package net.saltban.aggregator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import net.saltban.address.Prefix;
import net.saltban.evidence.History;
import net.saltban.evidence.RecordedAct;
import net.saltban.evidence.RecordedAlarm;
import net.saltban.evidence.RecordedBan;
import net.saltban.finding.Finding;
import net.saltban.finding.UserFailures;
import net.saltban.policy.Ban;
import net.saltban.policy.EvidenceItem;
import net.saltban.policy.HeldBan;
import net.saltban.policy.HeldWhy;
import net.saltban.policy.Mode;
import net.saltban.policy.Reason;
import net.saltban.policy.Rule;
import net.saltban.policy.Tombstone;
import net.saltban.yaml.DurationText;

/** Says in sentences what is known of a prefix, and what an operator can do about it. */
final class WhyText {
    private static final int EVIDENCE_SHOWN = 8;
    private static final int ACTS_SHOWN = 8;
    private static final int MINIONS_SHOWN = 6;

    private final Prefix asked;
    private final History history;
    private final Optional<String> exempt;
    private final Mode mode;
    private final List<Rule> rules;
    private final Instant now;
    private final List<String> lines = new ArrayList<>();

    /**
     * The text on one prefix.
     *
     * @param exempt the entry of an allowlist or of the fleet that covers it, in words
     * @param rules as they are now
     */
    WhyText(Prefix asked, History history, Optional<String> exempt, Mode mode, List<Rule> rules, Instant now) {
        this.asked = asked;
        this.history = history;
        this.exempt = exempt;
        this.mode = mode;
        this.rules = rules;
        this.now = now;
    }

    List<String> lines() {
        List<Ban> active = active();
        exempt.ifPresent(entry -> lines.add(asked + " is never banned: it meets " + entry + "."));
        active.forEach(this::sayBanned);
        history.held().forEach(this::sayHeld);
        if (active.isEmpty() && history.held().isEmpty() && exempt.isEmpty()) {
            lines.add(asked + " is not banned" + (history.evidence().isEmpty() ? ", and no minion reported it." : "."));
        }
        history.tombstones().forEach(this::sayTombstone);
        history.alarms().forEach(this::sayAlarm);
        sayEvidence();
        sayPast();
        sayActs();
        sayWhatToDo(active);
        return List.copyOf(lines);
    }

    private List<Ban> active() {
        return history.bans().stream()
                .filter(recorded -> recorded.ended().isEmpty() && recorded.ban().isActiveAt(now))
                .map(RecordedBan::ban)
                .toList();
    }

    private void sayBanned(Ban ban) {
        String subject = ban.prefix().equals(asked)
                ? asked.toString()
                : ban.prefix().covers(asked)
                        ? asked + " lies in " + ban.prefix() + ", which"
                        : ban.prefix() + ", within " + asked + ",";
        String state = exempt.isPresent()
                ? " has a ban that is not carried out, since "
                : mode == Mode.OBSERVE ? " would be banned (mode observe) since " : " is banned since ";
        String term = ban.until().map(until -> "until " + Wording.second(until)).orElse("for good");
        lines.add(subject + state + Wording.second(ban.since()) + ", " + term + ".");
        ban.origin()
                .match(
                        byRule -> sayReason(byRule.reason()),
                        byOperator -> lines.add("  By " + byOperator.act().who() + ": "
                                + reason(byOperator.act().why())));
    }

    private boolean sayReason(Reason reason) {
        List<String> counted = new ArrayList<>();
        if (reason.failures() > 0) {
            counted.add(Wording.count(reason.failures(), "failure"));
        }
        if (reason.probes() > 0) {
            counted.add(Wording.count(reason.probes(), "probe"));
        }
        String sources = reason.sources() > 1 ? " from " + reason.sources() + " addresses" : "";
        lines.add("  Rule " + reason.rule() + measure(reason.rule()) + ":");
        lines.add("  " + Wording.list(counted) + sources + " on " + minions(reason) + ", "
                + Wording.span(reason.first(), reason.last()) + ".");
        if (!reason.users().isEmpty()) {
            lines.add("  Users tried: " + users(reason.users(), reason.usersMore()) + ".");
        }
        lines.add("  " + corroboration(reason));
        return true;
    }

    /** What the rule asks for, if it still stands in the configuration. */
    private String measure(String name) {
        return rules.stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .map(rule -> " (" + rule.threshold() + " " + rule.metric().words() + " in "
                        + DurationText.of(rule.window()) + " on "
                        + (rule.isFleetWide() ? rule.minions() + " minions" : "one minion") + ")")
                .orElse("");
    }

    private static String corroboration(Reason reason) {
        if (!reason.corroborated()) {
            return "Uncorroborated: only a text log of "
                    + reason.onlyMinion().orElse("one minion")
                    + " speaks for it, which local users there can write to.";
        }
        return reason.minionCount() > 1
                ? "Corroborated: " + reason.minionCount() + " minions saw it."
                : "Corroborated: journald vouches for it, or another minion saw the source as well.";
    }

    private static String minions(Reason reason) {
        List<String> minions = new ArrayList<>(reason.minions());
        int hidden = reason.minionsMore() + Math.max(0, minions.size() - MINIONS_SHOWN);
        List<String> shown = minions.subList(0, Math.min(MINIONS_SHOWN, minions.size()));
        return hidden == 0 ? Wording.list(shown) : String.join(", ", shown) + " and " + hidden + " more";
    }

    private static String users(List<UserFailures> users, int more) {
        String named = String.join(
                ", ",
                users.stream()
                        .map(user -> (user.name().isEmpty() ? "(empty)" : user.name()) + " " + user.failures() + "x"
                                + (user.invalid() ? " (no such user)" : ""))
                        .toList());
        return more == 0 ? named : named + " and " + more + " other names";
    }

    private void sayHeld(HeldBan held) {
        lines.add(held.ban().prefix() + " waits for an operator since " + Wording.second(held.since()) + ": "
                + held(held.why()) + ".");
        held.ban().reason().ifPresent(this::sayReason);
    }

    static String held(HeldWhy why) {
        return switch (why) {
            case KNOWN_GOOD -> "people log in from there";
            case UNCORROBORATED -> "only a text log of one minion speaks for it";
            case BUDGET -> "one minion alone asked for more bans in a day than its budget";
            case BRAKE -> "the cycle would have added more bans than the brake lets through";
        };
    }

    private void sayTombstone(Tombstone tombstone) {
        lines.add(tombstone.prefix() + " was unbanned at " + Wording.second(tombstone.at())
                + "; what was reported until then counts no more.");
    }

    private void sayAlarm(RecordedAlarm recorded) {
        lines.add("ALARM " + recorded.number() + ": " + AlarmText.sentence(recorded.alarm())
                + recorded.acknowledged()
                        .map(act -> " Seen by " + act.who() + ".")
                        .orElse(""));
    }

    private void sayEvidence() {
        List<EvidenceItem> items = history.evidence();
        if (items.isEmpty()) {
            return;
        }
        lines.add("Last reported:");
        int first = Math.max(0, items.size() - EVIDENCE_SHOWN);
        for (EvidenceItem item : items.subList(first, items.size())) {
            lines.add("  " + Wording.second(item.finding().last()) + "  "
                    + item.reporter().minion() + ": " + seen(item.finding()));
        }
    }

    private static String seen(Finding finding) {
        List<String> parts = new ArrayList<>();
        if (finding.failures() > 0) {
            String users = finding.users().isEmpty() ? "" : " as " + names(finding);
            parts.add(Wording.count(finding.failures(), "failure") + users);
        }
        if (finding.probes() > 0) {
            parts.add(Wording.count(finding.probes(), "probe"));
        }
        finding.logins()
                .forEach(login -> parts.add("login of " + login.user() + " by " + login.method()
                        + (login.count() > 1 ? " " + login.count() + "x" : "")));
        return parts.isEmpty() ? "nothing that counts" : Wording.list(parts);
    }

    private static String names(Finding finding) {
        List<String> names = finding.users().stream()
                .map(user -> user.name().isEmpty() ? "(empty)" : user.name())
                .toList();
        return Wording.some(names, 4);
    }

    private void sayPast() {
        for (RecordedBan recorded : history.bans()) {
            if (recorded.ended().isPresent()) {
                lines.add("Earlier: " + recorded.ban().prefix() + " was banned from "
                        + Wording.second(recorded.ban().since()) + " to "
                        + Wording.second(recorded.ended().get()) + " by " + BanText.rule(recorded.ban()) + "; "
                        + recorded.endedBy() + ".");
            }
        }
    }

    private void sayActs() {
        history.acts().stream()
                .limit(ACTS_SHOWN)
                .forEach(act -> lines.add("Act: " + Wording.second(act.act().when()) + ", "
                        + act.act().who() + ": " + act(act)));
    }

    private static String act(RecordedAct act) {
        return act.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + act.subject() + " ("
                + reason(act.act().why()) + ")";
    }

    private static String reason(String why) {
        return why.isEmpty() ? "no reason given" : why;
    }

    private void sayWhatToDo(List<Ban> active) {
        if (!history.held().isEmpty()) {
            lines.add("Decide:           saltban review");
        }
        if (!active.isEmpty() && exempt.isEmpty()) {
            Prefix widest = active.stream()
                    .map(Ban::prefix)
                    .filter(prefix -> prefix.covers(asked))
                    .findFirst()
                    .orElse(asked);
            lines.add("Let it in again:  saltban unban " + widest + " --reason \"...\"");
            lines.add("Never ban it:     saltban allow " + asked + " --reason \"...\"");
        }
    }
}
