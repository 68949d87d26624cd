package net.saltban.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import net.saltban.saltapi.SaltApiSettings;
import net.saltban.yaml.YamlFile;
import net.saltban.yaml.YamlMap;

/** Reads {@code salt-api}. */
final class SaltApiSection {
    private static final URI URL = URI.create("http://127.0.0.1:8000");
    private static final Path PASSWORD_FILE = Path.of("/etc/saltban/salt-api.password");
    private static final Path NO_FILE = Path.of("");
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final YamlMap map;

    SaltApiSection(YamlMap map) {
        this.map = map;
    }

    SaltApiSettings settings() {
        boolean isHttpAllowed = map.flag("allow-http", false);
        URI url = map.value("url", URL, SaltApiSection::url, "use http or https, a host and a port, and no path");
        if (url.getScheme().equals("http") && !SaltApiSettings.isLoopback(url) && !isHttpAllowed) {
            map.problem("url", "is \"" + YamlFile.shown(url.toString()) + "\"; use https, or set salt-api.allow-http");
        }
        Path caFile = map.value("ca-file", NO_FILE, SaltApiSection::absolute, "use a path from /");
        return new SaltApiSettings(
                url,
                map.value("user", "saltban", SaltApiSection::word, "use a name without blanks"),
                map.value("eauth", "file", SaltApiSection::word, "use file, pam, ldap or another module of Salt"),
                caFile.equals(NO_FILE) ? Optional.empty() : Optional.of(caFile),
                map.duration("timeout", TIMEOUT, Duration.ofSeconds(1), Duration.ofMinutes(10)));
    }

    PasswordSource password() {
        Path file = map.value("password-file", PASSWORD_FILE, SaltApiSection::absolute, "use a path from /");
        if (!map.has("password-env")) {
            return new PasswordSource.InFile(file);
        }
        if (map.has("password-file")) {
            map.problem("password-env", "stands beside salt-api.password-file; keep one of them");
        }
        return new PasswordSource.InEnvironment(
                map.value("password-env", "", SaltApiSection::word, "use the name of an environment variable"));
    }

    private static Optional<URI> url(String text) {
        try {
            URI url = new URI(text);
            boolean isPlain = url.getScheme() != null
                    && (url.getScheme().equals("http") || url.getScheme().equals("https"))
                    && url.getHost() != null
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && (url.getPath().isEmpty() || url.getPath().equals("/"));
            return isPlain ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> absolute(String text) {
        return text.startsWith("/") && text.indexOf('\0') < 0 ? Optional.of(Path.of(text)) : Optional.empty();
    }

    private static Optional<String> word(String text) {
        return text.matches("[!-~]{1,64}") ? Optional.of(text) : Optional.empty();
    }
}
