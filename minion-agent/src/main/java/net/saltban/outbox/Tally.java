package net.saltban.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import net.saltban.address.IpAddress;
import net.saltban.finding.Finding;
import net.saltban.finding.Login;
import net.saltban.finding.Trust;
import net.saltban.finding.UserFailures;
import net.saltban.limits.InputLimits;
import net.saltban.sshd.SourceEvent;
import net.saltban.text.UntrustedText;
import org.jspecify.annotations.Nullable;

/** What one source did in one minute. Counts stop at the largest {@code int}; names and logins beyond 16 become a number. */
final class Tally {
    private static final String ROOT = "root";

    private final Map<User, int[]> users = new LinkedHashMap<>();
    private final Map<LoginKind, Times> logins = new LinkedHashMap<>();
    private final DistinctCount otherUsers = new DistinctCount();
    private final DistinctCount otherLogins = new DistinctCount();
    private Instant first;
    private Instant last;
    private int failures;
    private int rootFailures;
    private int invalidUserFailures;
    private int probes;

    // equals and hashCode by hand, as in MinuteFindings.

    private record User(String name, boolean invalid) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof User that && invalid == that.invalid && name.equals(that.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode() + (invalid ? 1 : 0);
        }
    }

    private record LoginKind(String user, String method, String key) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof LoginKind that
                    && user.equals(that.user)
                    && method.equals(that.method)
                    && key.equals(that.key);
        }

        @Override
        public int hashCode() {
            return (user.hashCode() * 31 + method.hashCode()) * 31 + key.hashCode();
        }
    }

    private static final class Times {
        private Instant first;
        private Instant last;
        private int count;

        Times(Instant time) {
            first = time;
            last = time;
        }

        void add(Instant time, int more) {
            first = earlier(first, time);
            last = later(last, time);
            count = sum(count, more);
        }
    }

    Tally(Instant time) {
        first = time;
        last = time;
    }

    void add(SourceEvent event) {
        first = earlier(first, event.time());
        last = later(last, event.time());
        switch (event.kind()) {
            case FAILURE -> addFailures(event);
            case LOGIN -> addLogins(event);
            case PROBE -> probes = sum(probes, event.count());
        }
    }

    private void addFailures(SourceEvent event) {
        failures = sum(failures, event.count());
        if (event.user().equals(ROOT)) {
            rootFailures = sum(rootFailures, event.count());
        }
        if (event.invalidUser()) {
            invalidUserFailures = sum(invalidUserFailures, event.count());
        }
        if (event.user().isEmpty() && !event.invalidUser()) {
            return; // no message named anybody
        }
        User user = new User(cut(event.user(), InputLimits.USER_CHARS_MAX), event.invalidUser());
        int[] count = users.get(user);
        if (count != null) {
            count[0] = sum(count[0], event.count());
        } else if (users.size() < InputLimits.NAMES_MAX) {
            users.put(user, new int[] {event.count()});
        } else {
            otherUsers.add(user.hashCode());
        }
    }

    private void addLogins(SourceEvent event) {
        LoginKind kind = new LoginKind(
                cut(event.user(), InputLimits.USER_CHARS_MAX),
                cut(event.method(), InputLimits.TEXT_CHARS_MAX),
                cut(event.key(), InputLimits.TEXT_CHARS_MAX));
        Times times = logins.get(kind);
        if (times == null && logins.size() < InputLimits.NAMES_MAX) {
            times = new Times(event.time());
            logins.put(kind, times);
        }
        if (times != null) {
            times.add(event.time(), event.count());
        } else {
            otherLogins.add(kind.hashCode());
        }
    }

    Finding toFinding(String epoch, long seq, IpAddress source, Instant minute, Trust trust) {
        List<UserFailures> userFailures = new ArrayList<>(users.size());
        users.forEach((user, count) -> userFailures.add(new UserFailures(user.name, user.invalid, count[0])));
        List<Login> accepted = new ArrayList<>(logins.size());
        logins.forEach((kind, times) ->
                accepted.add(new Login(kind.user, kind.method, kind.key, times.first, times.last, times.count)));
        return new Finding(
                epoch,
                seq,
                source,
                minute,
                first,
                last,
                failures,
                rootFailures,
                invalidUserFailures,
                probes,
                userFailures,
                otherUsers.estimate(),
                accepted,
                otherLogins.estimate(),
                trust);
    }

    private static String cut(String text, int charsMax) {
        return text.length() <= charsMax ? text : UntrustedText.show(text, charsMax);
    }

    private static int sum(int a, int b) {
        return (int) Math.min(Integer.MAX_VALUE, (long) a + b);
    }

    private static Instant earlier(Instant a, Instant b) {
        return b.isBefore(a) ? b : a;
    }

    private static Instant later(Instant a, Instant b) {
        return b.isAfter(a) ? b : a;
    }
}
