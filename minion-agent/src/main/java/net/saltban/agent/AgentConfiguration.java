package net.saltban.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import net.saltban.address.Prefix;
import net.saltban.problem.Problems;
import net.saltban.problem.ProblemsException;
import net.saltban.source.FirstRead;
import net.saltban.source.LogFinder;
import net.saltban.source.LogName;
import net.saltban.sshd.Phrase;
import net.saltban.yaml.DurationText;
import net.saltban.yaml.YamlFile;
import net.saltban.yaml.YamlMap;
import net.saltban.yaml.YamlText;

/**
 * What {@code agent.yaml} says (docs/ref/agent-configuration.md); every key is optional.
 *
 * @param sources logs to read: {@code auto}, journals, files and globs; empty is {@code auto}
 * @param stateFolder where outbox and ban list are kept
 * @param firstRead how far back the first read of a log goes
 * @param phrases own phrases, which make messages of any program count (docs/ref/phrases.md)
 * @param enforcement what the back-end does
 * @param list the only list that is obeyed; empty means the first that comes
 * @param masters addresses or names of the master, as Salt's own configuration of this minion has them
 */
public record AgentConfiguration(
        List<String> sources,
        Path stateFolder,
        FirstRead firstRead,
        List<Phrase> phrases,
        Enforcement enforcement,
        Optional<UUID> list,
        List<String> masters) {
    /** Where it lies unless {@code --config} says otherwise. */
    public static final Path DEFAULT_FILE = Path.of("/etc/saltban/agent.yaml");

    private static final Path DEFAULT_STATE_FOLDER = Path.of("/var/lib/saltban-agent");
    private static final FirstRead DEFAULT_FIRST_READ = FirstRead.back(Duration.ofDays(30));
    private static final int PORT_MAX = 65_535;
    private static final int ENTRIES_MAX = 10_000_000;
    private static final int DEFAULT_ENTRIES = 1_000_000;
    private static final String SAMPLE = "docs/ref/agent-configuration.md";

    /**
     * The section {@code enforce}.
     *
     * @param backend {@code nftables}, {@code fail2ban} or {@code file}
     * @param observes whether packets are only counted
     * @param ports ports that are refused; empty means all
     * @param jail name of the jail of fail2ban
     * @param protect prefixes that this machine never refuses
     * @param entriesMax entries that are put into force at most
     */
    public record Enforcement(
            String backend, boolean observes, Set<Integer> ports, String jail, List<Prefix> protect, int entriesMax) {
        /** Copies the collections. */
        public Enforcement {
            ports = Set.copyOf(ports);
            protect = List.copyOf(protect);
        }
    }

    /** Copies the lists. */
    public AgentConfiguration {
        sources = List.copyOf(sources);
        phrases = List.copyOf(phrases);
        masters = List.copyOf(masters);
    }

    /**
     * Reads a file; one that is not there gives the defaults.
     *
     * @throws ProblemsException with everything that is wrong in it
     * @throws IOException if it is there and cannot be read
     */
    public static AgentConfiguration read(Path file) throws IOException, ProblemsException {
        Problems problems = new Problems();
        AgentConfiguration configuration = read(file, problems);
        problems.throwIfAny();
        return configuration;
    }

    /**
     * As {@link #read(Path)}, but what is wrong is added to the problems and the rest holds: for an operator who must open a
     * door now.
     */
    static AgentConfiguration read(Path file, Problems problems) throws IOException {
        if (!Files.exists(file)) {
            return defaults(); // without loading a YAML parser: most commands on a plain machine end here
        }
        return read(yaml(file.toString(), problems).read(file));
    }

    /** As {@link #read(Path)}, from a text that problems call by a name. */
    static AgentConfiguration parse(String text, String name) throws ProblemsException {
        Problems problems = new Problems();
        AgentConfiguration configuration = read(yaml(name, problems).parse(text));
        problems.throwIfAny();
        return configuration;
    }

    /** What holds where no file is. */
    public static AgentConfiguration defaults() {
        Enforcement enforcement = new Enforcement("nftables", false, Set.of(), "saltban", List.of(), DEFAULT_ENTRIES);
        return new AgentConfiguration(
                List.of(),
                DEFAULT_STATE_FOLDER,
                DEFAULT_FIRST_READ,
                List.of(),
                enforcement,
                Optional.empty(),
                List.of());
    }

    /** The same with another state folder. */
    public AgentConfiguration withStateFolder(Path folder) {
        return new AgentConfiguration(sources, folder, firstRead, phrases, enforcement, list, masters);
    }

    /** The folder of the outbox. */
    public Path outboxFolder() {
        return stateFolder.resolve("outbox");
    }

    private static YamlFile yaml(String name, Problems problems) {
        return new YamlFile(
                name,
                SAMPLE,
                Map.of("ignoreip", "enforce.protect", "whitelist", "enforce.protect", "backend", "enforce.backend"),
                problems);
    }

    private static AgentConfiguration read(YamlMap file) {
        List<String> sources = new ArrayList<>();
        for (YamlText text : file.list("sources")) {
            boolean known = text.value().startsWith("/")
                    || text.value().equals(LogFinder.AUTO)
                    || LogName.journal(text.value()).isPresent();
            if (known) {
                sources.add(text.value());
            } else {
                file.problem(
                        text.line(),
                        "sources holds \"" + YamlFile.shown(text.value())
                                + "\"; write auto, journal, journal:/folder, or absolute files and globs");
            }
        }
        Path stateFolder = file.value(
                "state-dir",
                DEFAULT_STATE_FOLDER,
                text -> text.startsWith("/") ? Optional.of(Path.of(text)) : Optional.empty(),
                "write an absolute path");
        FirstRead firstRead = file.value(
                "first-read",
                DEFAULT_FIRST_READ,
                text -> text.equals("now")
                        ? Optional.of(FirstRead.fromNow())
                        : DurationText.tryParse(text).map(FirstRead::back),
                "write now, or a number with s, m, h or d");
        Enforcement enforcement = enforcement(file.map("enforce"));
        Optional<UUID> list = file.value(
                "list",
                Optional.<UUID>empty(),
                text -> text.isEmpty() ? Optional.of(Optional.empty()) : uuid(text),
                "write a UUID as 'saltban config' shows it, or nothing");
        List<String> masters = file.list("master").stream().map(YamlText::value).toList();
        List<Phrase> phrases = phrases(file);
        file.finish();
        return new AgentConfiguration(sources, stateFolder, firstRead, phrases, enforcement, list, masters);
    }

    private static List<Phrase> phrases(YamlMap file) {
        List<Phrase> phrases = new ArrayList<>();
        for (YamlText text : file.list("phrases")) {
            try {
                phrases.add(Phrase.parse(text.value()));
            } catch (IllegalArgumentException e) {
                file.problem(text.line(), "phrases holds \"" + YamlFile.shown(text.value()) + "\": " + e.getMessage());
            }
        }
        return phrases;
    }

    private static Enforcement enforcement(YamlMap map) {
        String backend = map.choice(
                "backend", "nftables", Map.of("nftables", "nftables", "fail2ban", "fail2ban", "file", "file"));
        boolean observes = map.choice("mode", false, Map.of("enforce", false, "observe", true));
        String jail = map.value(
                "jail",
                "saltban",
                text -> text.matches("[A-Za-z0-9_-]{1,26}") ? Optional.of(text) : Optional.empty(),
                "use 1 to 26 letters, digits, - and _");
        Enforcement enforcement = new Enforcement(
                backend,
                observes,
                ports(map),
                jail,
                prefixes(map),
                map.integer("max-entries", DEFAULT_ENTRIES, 1, ENTRIES_MAX));
        map.finish();
        return enforcement;
    }

    private static Set<Integer> ports(YamlMap map) {
        Set<Integer> ports = new LinkedHashSet<>();
        for (YamlText text : map.list("ports")) {
            if (text.value().equals("all")) {
                continue;
            }
            boolean isNumber = text.value().matches("[0-9]{1,5}");
            int port = isNumber ? Integer.parseInt(text.value()) : 0;
            if (port < 1 || port > PORT_MAX) {
                map.problem(
                        text.line(),
                        "enforce.ports holds \"" + YamlFile.shown(text.value()) + "\"; use all, or ports from 1 to "
                                + PORT_MAX);
            } else {
                ports.add(port);
            }
        }
        return ports;
    }

    private static List<Prefix> prefixes(YamlMap map) {
        List<Prefix> prefixes = new ArrayList<>();
        for (YamlText text : map.list("protect")) {
            try {
                prefixes.add(Prefix.parse(text.value()));
            } catch (IllegalArgumentException e) {
                map.problem(
                        text.line(),
                        "enforce.protect holds \"" + YamlFile.shown(text.value()) + "\": " + e.getMessage()
                                + "; write an address or a prefix such as 192.0.2.0/24");
            }
        }
        return prefixes;
    }

    /** The outer Optional is empty if the text is no UUID; the inner one is empty if there is no text. */
    private static Optional<Optional<UUID>> uuid(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                ? Optional.of(Optional.of(UUID.fromString(text)))
                : Optional.empty();
    }
}
