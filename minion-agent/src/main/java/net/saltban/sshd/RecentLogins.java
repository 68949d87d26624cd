package net.saltban.sshd;

import java.util.Collection;
import java.util.LinkedHashSet;

import net.saltban.address.IpAddress;

/**
 * Sources that logged in lately, the last {@link #LOGINS_MAX} of them. sshd before 7.5 reports the end of a session in the words in which newer
 * ones report a port scan, and by another process than the login.
 */
final class RecentLogins {
    static final int LOGINS_MAX = 256;

    private final LinkedHashSet<IpAddress> sources = new LinkedHashSet<>();

    void add(IpAddress source) {
        sources.remove(source);
        sources.add(source);
        if (sources.size() > LOGINS_MAX) {
            sources.remove(sources.iterator().next());
        }
    }

    boolean contains(IpAddress source) {
        return sources.contains(source);
    }

    /** The sources, the one that logged in longest ago first. */
    Collection<IpAddress> sources() {
        return sources;
    }
}
