package net.saltban.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import net.saltban.banfile.BanFile;
import net.saltban.banfile.Delta;
import net.saltban.banfile.DeltaJson;
import net.saltban.banfile.ProtectedFile;
import net.saltban.banfile.SnapshotName;
import net.saltban.finding.OutboxCursor;
import net.saltban.saltapi.MinionReturn;
import net.saltban.saltapi.PublishedJob;
import net.saltban.saltapi.ReturnsPage;
import net.saltban.saltapi.SaltApi;
import net.saltban.saltapi.SaltApiException;
import net.saltban.saltapi.SaltApiFault;
import net.saltban.saltapi.Target;
import org.jspecify.annotations.Nullable;

/** A Salt master with its minions, salt-api and the runner in memory. Time goes by only where the test lets it. */
public final class FakeFleet implements SaltApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InstantSource clock;
    private final Path snapshots;
    private final SortedMap<String, FakeMinion> minions = new TreeMap<>();
    private final Map<String, Job> jobs = new HashMap<>();
    private final Map<String, BanFile> published = new HashMap<>();
    private final List<String> calls = new ArrayList<>();

    private int pageReturns = 100;
    private @Nullable SaltApiException fault;
    private String faultyFunction = "";

    /**
     * A master without minions.
     *
     * @param snapshots the aggregator's folder from which the runner publishes
     */
    public FakeFleet(InstantSource clock, Path snapshots) {
        this.clock = clock;
        this.snapshots = snapshots;
    }

    /** Accepts a minion's key. */
    public FakeMinion add(String id) {
        return minions.computeIfAbsent(id, FakeMinion::new);
    }

    /** Deletes a minion's key. */
    public void remove(String id) {
        minions.remove(id);
    }

    /** A minion that was added. */
    public FakeMinion minion(String id) {
        return Optional.ofNullable(minions.get(id)).orElseThrow();
    }

    /** Every call in the order it came: {@code publish FUNCTION TARGET}, {@code returns}, {@code publish-snapshot NAME}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    /** Forgets the calls so far. */
    public void forgetCalls() {
        calls.clear();
    }

    /** The runner puts at most so many returns on a page. */
    public void setPageReturns(int number) {
        pageReturns = number;
    }

    /** A function fails from now on; {@code login} for all. */
    public void fail(String function, SaltApiFault kind) {
        faultyFunction = function;
        fault = new SaltApiException(kind, "http://127.0.0.1:8000: " + function + ": " + kind);
    }

    /** Nothing fails any more. */
    public void mend() {
        fault = null;
    }

    @Override
    public void login() throws SaltApiException {
        check("login");
    }

    @Override
    public Optional<PublishedJob> publish(String function, Target target, Map<String, String> arguments)
            throws SaltApiException {
        check(function);
        calls.add("publish " + function + " " + target);
        List<String> matching =
                minions.keySet().stream().filter(id -> matches(target, id)).toList();
        if (matching.isEmpty()) {
            return Optional.empty();
        }
        String jid = String.format(java.util.Locale.ROOT, "%020d", jobs.size() + 1);
        Job job = new Job(matching, new LinkedHashMap<>());
        for (String id : matching) {
            FakeMinion minion = minion(id);
            if (minion.isOnline()) {
                job.returns.put(
                        id,
                        new Return(
                                answer(minion, function, arguments),
                                clock.instant().plus(minion.latency())));
            }
        }
        jobs.put(jid, job);
        return Optional.of(new PublishedJob(jid, matching));
    }

    private static boolean matches(Target target, String id) {
        return switch (target.kind()) {
            case LIST -> target.expressions().contains(id);
            case GLOB -> id.matches(target.expressions().get(0).replace("*", ".*"));
            case COMPOUND -> throw new UnsupportedOperationException("compound");
        };
    }

    private String answer(FakeMinion minion, String function, Map<String, String> arguments) {
        try {
            return switch (function) {
                case "saltban.findings" -> minion.findings(cursor(minion.id(), arguments), clock.instant());
                case "saltban.status" -> minion.status();
                case "saltban.apply" -> minion.apply(delta(arguments), this::snapshot);
                default -> throw new IllegalArgumentException(function);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<OutboxCursor> cursor(String minion, Map<String, String> arguments) throws IOException {
        JsonNode cursors = JSON.readTree(arguments.getOrDefault("cursors", "{}"));
        return OutboxCursor.tryParse(cursors.path(minion).asText(""));
    }

    private static Delta delta(Map<String, String> arguments) throws IOException {
        return DeltaJson.parse(arguments.getOrDefault("delta", "").getBytes(StandardCharsets.UTF_8));
    }

    private BanFile snapshot(String name) {
        return Optional.ofNullable(published.get(name))
                .orElseThrow(() -> new IllegalStateException(name + " is not published"));
    }

    @Override
    public ReturnsPage returns(String jid, Set<String> have, boolean addresses) throws SaltApiException {
        check("saltban.returns");
        Job job = Optional.ofNullable(jobs.get(jid))
                .orElseThrow(
                        () -> new SaltApiException(SaltApiFault.RUNNER_REFUSED, "saltban.returns answered: no job"));
        List<MinionReturn> all = new ArrayList<>();
        job.returns.forEach((id, value) -> {
            if (!have.contains(id) && !value.at.isAfter(clock.instant())) {
                FakeMinion minion = minion(id);
                all.add(new MinionReturn(id, minion.key(), addresses ? minion.address() : "", content(value.json)));
            }
        });
        boolean isMore = all.size() > pageReturns;
        return new ReturnsPage(job.minions, isMore ? all.subList(0, pageReturns) : all, isMore);
    }

    private static MinionReturn.Content content(String json) {
        return json.startsWith(FakeMinion.UNUSABLE)
                ? new MinionReturn.Unusable(json.substring(FakeMinion.UNUSABLE.length()))
                : new MinionReturn.Value(json);
    }

    @Override
    public void publishSnapshot(String name) throws SaltApiException {
        check("saltban.publish");
        calls.add("publish-snapshot " + name);
        try {
            SnapshotName snapshot = SnapshotName.parse(name).orElseThrow();
            BanFile file = BanFile.read(snapshots.resolve(snapshot.dataName()));
            ProtectedFile protectedFile = ProtectedFile.read(snapshots.resolve(snapshot.protectedName()));
            byte[] current = Files.readAllBytes(snapshots.resolve("current.json"));
            if (!java.util.Arrays.equals(current, DeltaJson.toBytes(Delta.withoutBase(file, protectedFile)))) {
                throw new SaltApiException(
                        SaltApiFault.RUNNER_REFUSED, "saltban.publish answered: current.json does not fit " + name);
            }
            published.put(name, file);
        } catch (IOException e) {
            throw new SaltApiException(SaltApiFault.RUNNER_REFUSED, "saltban.publish answered: " + e.getMessage());
        }
    }

    private void check(String function) throws SaltApiException {
        if (fault != null && (faultyFunction.equals(function) || faultyFunction.equals("login"))) {
            throw fault;
        }
    }

    @Override
    public void close() {}

    private record Job(List<String> minions, Map<String, Return> returns) {}

    private record Return(String json, Instant at) {}
}
