package net.saltban.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

import net.saltban.address.IpAddress;
import net.saltban.sshd.SourceEvent;

/** Events of few sources at times near the rules' windows, so that many windows just hold or just do not. */
final class RandomEvents {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final int MINUTES_IN_DAY = 24 * 60;

    private RandomEvents() {}

    static List<SourceEvent> of(Random random) {
        List<SourceEvent> events = new ArrayList<>();
        int count = 1 + random.nextInt(80);
        int minutes = List.of(20, 180, 4 * MINUTES_IN_DAY, 45 * MINUTES_IN_DAY).get(random.nextInt(4));
        int loginsOneIn = 3 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            Instant time =
                    START.plusSeconds(60L * random.nextInt(minutes)).plusNanos(1000L * random.nextInt(60_000_000));
            IpAddress source = IpAddress.parse(source(random));
            // Several close together, as attackers do it.
            for (int j = random.nextInt(4); j >= 0; j--) {
                time = time.plusMillis(random.nextInt(40_000));
                events.add(event(random, time, source, random.nextInt(loginsOneIn) == 0));
            }
        }
        if (random.nextInt(3) > 0) {
            events.sort(Comparator.comparing(SourceEvent::time));
        }
        return events;
    }

    /** Failures and probes of few sources in bursts, with many names and out of order, so that minutes are crowded or just not. */
    static List<SourceEvent> dense(Random random) {
        List<SourceEvent> events = new ArrayList<>();
        int seconds = List.of(60, 180, 3600).get(random.nextInt(3));
        int names = List.of(3, 12, 60).get(random.nextInt(3));
        for (int i = 1 + random.nextInt(60); i > 0; i--) {
            Instant time = START.plusSeconds(random.nextInt(seconds));
            IpAddress source = IpAddress.parse(source(random));
            for (int burst = random.nextInt(8) == 0 ? 12 : 1; burst > 0; burst--) {
                time = time.plusMillis(random.nextInt(900));
                SourceEvent.Kind kind = random.nextInt(6) == 0 ? SourceEvent.Kind.PROBE : SourceEvent.Kind.FAILURE;
                boolean isFailure = kind == SourceEvent.Kind.FAILURE;
                events.add(new SourceEvent(
                        kind,
                        time,
                        source,
                        isFailure ? "u" + random.nextInt(names) : "",
                        isFailure && random.nextInt(4) > 0,
                        "",
                        "",
                        1));
            }
        }
        if (random.nextBoolean()) {
            events.sort(Comparator.comparing(SourceEvent::time));
        }
        return events;
    }

    private static String source(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> "203.0.113." + (1 + random.nextInt(4));
            case 1 -> "2001:db8:" + random.nextInt(4) + "::" + (1 + random.nextInt(3));
            default -> random.nextBoolean() ? "192.168.0.7" : "198.51.100.7";
        };
    }

    private static SourceEvent event(Random random, Instant time, IpAddress source, boolean login) {
        if (login) {
            return new SourceEvent(
                    SourceEvent.Kind.LOGIN,
                    time,
                    source,
                    "alice",
                    false,
                    "publickey",
                    "SHA256:abc",
                    1 + random.nextInt(2));
        }
        if (random.nextInt(5) == 0) {
            return new SourceEvent(SourceEvent.Kind.PROBE, time, source, "", false, "", "", 1 + random.nextInt(8));
        }
        String user = random.nextInt(4) == 0 ? "root" : random.nextInt(6) == 0 ? "" : "u" + random.nextInt(4);
        int count = random.nextInt(10) == 0 ? 1 + random.nextInt(15) : 1;
        return new SourceEvent(
                SourceEvent.Kind.FAILURE, time, source, user, random.nextInt(3) == 0, "password", "", count);
    }
}
