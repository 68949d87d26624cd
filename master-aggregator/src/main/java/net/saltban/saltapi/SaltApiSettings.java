package net.saltban.saltapi;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import net.saltban.address.AddressScope;
import net.saltban.address.IpAddress;

/**
 * Where salt-api is and how to log in; the password is not part of it.
 *
 * @param url scheme, host and port; salt-netapi-client knows no path
 * @param user name of the user
 * @param eauth Salt's authentication module, such as {@code file} or {@code pam}
 * @param caFile certificates in PEM form that are trusted instead of the system's
 * @param timeout bound on one call, from connecting to the last byte of the answer
 */
public record SaltApiSettings(URI url, String user, String eauth, Optional<Path> caFile, Duration timeout) {
    /** Whether a URL leads to this machine itself, so that plain http shows nothing to a network. */
    public static boolean isLoopback(URI url) {
        String host = Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return bare.equals("localhost")
                || IpAddress.tryParse(bare)
                        .map(address -> address.scope() == AddressScope.LOOPBACK)
                        .orElse(false);
    }

    /** The URL as messages show it: without user information, query and fragment. */
    public String shownUrl() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
