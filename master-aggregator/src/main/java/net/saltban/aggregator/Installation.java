package net.saltban.aggregator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import net.saltban.config.Configuration;
import net.saltban.durable.LockFile;
import net.saltban.evidence.AllowEntry;
import net.saltban.evidence.EvidenceStore;
import net.saltban.evidence.MinionRecord;
import net.saltban.policy.Protection;
import net.saltban.problem.ProblemsException;
import net.saltban.saltapi.SaltApi;

/** What one master has of saltban: its configuration and its state folder with the evidence store. */
final class Installation implements AutoCloseable {
    private static final Duration LOCK_WAIT = Duration.ofSeconds(60);
    /** Belongs to whoever runs this process, on Linux. */
    private static final Path SELF = Path.of("/proc/self");

    private static final Duration LOCK_PAUSE = Duration.ofMillis(200);

    private final Surroundings surroundings;
    private final Configuration configuration;
    private final Path stateDir;
    private final EvidenceStore store;

    private Installation(Surroundings surroundings, Configuration configuration, Path stateDir, EvidenceStore store) {
        this.surroundings = surroundings;
        this.configuration = configuration;
        this.stateDir = stateDir;
        this.store = store;
    }

    static Installation open(Surroundings surroundings, Path configFile, Path stateDir)
            throws IOException, ProblemsException, Failure {
        Configuration configuration = readConfiguration(configFile);
        if (!Files.isDirectory(stateDir)) {
            throw new Failure(
                    ExitStatus.NO_INPUT,
                    stateDir + ": there is no such folder; the state saltban.master makes it, or make it by: install -d"
                            + " -o saltban -g saltban -m 0750 " + stateDir);
        }
        UserPrincipal owner = Files.getOwner(stateDir);
        if (Files.exists(SELF) && !Files.getOwner(SELF).equals(owner)) {
            // Root may write here, but would leave files that the owner cannot use.
            throw new Failure(
                    ExitStatus.PERMISSION,
                    stateDir + ": this folder belongs to " + owner.getName() + "; run saltban as that user, by: "
                            + as(owner));
        }
        if (!Files.isWritable(stateDir)) {
            throw new Failure(
                    ExitStatus.PERMISSION,
                    stateDir + ": this user may not write here; run saltban as its owner, by: " + as(owner));
        }
        EvidenceStore store = EvidenceStore.open(stateDir);
        store.keepUserNames(configuration.retention().keepsUserNames());
        return new Installation(surroundings, configuration, stateDir, store);
    }

    static Configuration readConfiguration(Path file) throws IOException, ProblemsException, Failure {
        if (!Files.exists(file)) {
            throw new Failure(
                    ExitStatus.NO_INPUT,
                    file + ": there is no such file; make it by: saltban config --default > " + file);
        }
        if (!Files.isReadable(file)) {
            throw new Failure(
                    ExitStatus.PERMISSION,
                    file + ": this user may not read it; run saltban as the user whose group may, by: "
                            + as(Files.readAttributes(file, PosixFileAttributes.class)
                                    .group()));
        }
        return Configuration.read(file);
    }

    /** How root runs a command as another user, without sudo, which a small system lacks. */
    private static String as(UserPrincipal user) {
        return "runuser -u " + user.getName() + " -- saltban ...";
    }

    Configuration configuration() {
        return configuration;
    }

    Path stateDir() {
        return stateDir;
    }

    EvidenceStore store() {
        return store;
    }

    /** The lock that a cycle holds; empty if another run has it. */
    Optional<LockFile> tryLock() throws IOException {
        return LockFile.tryLock(stateDir.resolve("lock"));
    }

    /** The lock, waited for a while; for people who act while a cycle runs. */
    Optional<LockFile> waitForLock() throws IOException, InterruptedException {
        Instant end = surroundings.now().plus(LOCK_WAIT);
        Optional<LockFile> lock = tryLock();
        while (lock.isEmpty() && surroundings.now().isBefore(end)) {
            surroundings.pause().pause(LOCK_PAUSE);
            lock = tryLock();
        }
        return lock;
    }

    /** Work with salt-api that only one run may do at a time. */
    @FunctionalInterface
    interface Work {
        ExitStatus run(SaltApi api) throws Exception;
    }

    /** Does the work, then lets go of lock and connections. */
    ExitStatus work(LockFile lock, Work work) throws Exception {
        try (SaltApi api = openSaltApi()) {
            return work.run(api);
        } finally {
            lock.close();
        }
    }

    /** salt-api, with the password read; not called yet. */
    SaltApi openSaltApi() throws IOException, ProblemsException, Failure {
        String password = configuration.password().read(surroundings.environment());
        try {
            return surroundings.saltApi().open(configuration.saltApi(), password);
        } catch (IOException e) {
            throw new Failure(
                    ExitStatus.CONFIGURATION,
                    configuration.saltApi().caFile().map(file -> file + ": ").orElse("") + e.getMessage()
                            + "; correct salt-api.ca-file");
        }
    }

    /** What is never banned: both allowlists, what the configuration protects, and where minions are connected from. */
    Protection protection() throws IOException {
        List<Prefix> allowed =
                store.allowlist().stream().map(AllowEntry::prefix).toList();
        List<Prefix> fleet = store.minions().stream()
                .map(MinionRecord::address)
                .flatMap(Optional::stream)
                .filter(address -> address.scope().isPeer())
                .map(Prefix::of)
                .toList();
        return new Protection(
                configuration.allowed().union(PrefixSet.of(allowed)),
                configuration.protect().union(PrefixSet.of(fleet)));
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
