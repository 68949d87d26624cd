package net.saltban.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The zone of this machine, found out when it is first asked for. {@link ZoneId#systemDefault} reads the JDK's whole table of
 * zones, which costs a fifth of a short command; servers run in UTC, and there a look at {@code TZ} and at the link
 * {@code /etc/localtime} is enough. Elsewhere the
 * JDK is asked. As libc does, and with it sshd and syslog, the link beats {@code /etc/timezone}, which Java 17 would believe first.
 */
final class LocalZone {
    private static final Path LINK = Path.of("/etc/localtime");
    private static final String FOLDER = "/zoneinfo/";

    /** Names that zone1970.tab and backward of the tz database give to UTC itself. */
    private static final Set<String> NAMES =
            Set.of("UTC", "Etc/UTC", "UCT", "Etc/UCT", "Universal", "Etc/Universal", "Zulu", "Etc/Zulu");

    private @Nullable ZoneId id;

    private LocalZone(@Nullable ZoneId id) {
        this.id = id;
    }

    /** The zone that the machine is set to, or {@code TZ}. */
    static LocalZone ofThisMachine() {
        return new LocalZone(null);
    }

    /** A zone that is known already. */
    static LocalZone of(ZoneId id) {
        return new LocalZone(id);
    }

    /** The zone; {@link ZoneOffset#UTC} stands for UTC by any name. */
    ZoneId id() {
        ZoneId known = id;
        if (known == null) {
            known = isUtc(System.getProperty("user.timezone"), System.getenv("TZ"), LINK)
                    ? ZoneOffset.UTC
                    : ZoneId.systemDefault();
            id = known;
        }
        return known;
    }

    /**
     * Whether this is UTC without a doubt.
     *
     * @param property {@code user.timezone}, which beats the others
     * @param variable {@code TZ}, which beats the link; empty is as good as unset, and a colon may stand before the name
     * @param link what tzset(3) reads where {@code TZ} is not set: a link into a folder {@code zoneinfo}
     */
    static boolean isUtc(@Nullable String property, @Nullable String variable, Path link) {
        if (property != null && !property.isEmpty()) {
            return false;
        }
        if (variable != null && !variable.isEmpty()) {
            return NAMES.contains(variable.startsWith(":") ? variable.substring(1) : variable);
        }
        try {
            String target = Files.readSymbolicLink(link).toString();
            int at = target.indexOf(FOLDER);
            return at >= 0 && NAMES.contains(target.substring(at + FOLDER.length()));
        } catch (IOException | UnsupportedOperationException e) {
            return false; // no link, or none that may be read
        }
    }
}
