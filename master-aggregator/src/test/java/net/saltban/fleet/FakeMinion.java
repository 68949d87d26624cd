package net.saltban.fleet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import net.saltban.address.IpAddress;
import net.saltban.banfile.BanFile;
import net.saltban.banfile.BanList;
import net.saltban.banfile.Delta;
import net.saltban.finding.Finding;
import net.saltban.finding.FindingsDocument;
import net.saltban.finding.FindingsJson;
import net.saltban.finding.Login;
import net.saltban.finding.OutboxCursor;
import net.saltban.finding.Trust;
import net.saltban.finding.UserFailures;
import org.jspecify.annotations.Nullable;

/** A minion with an outbox and a list, as far as the master's side can tell. */
public final class FakeMinion {
    static final String UNUSABLE = "unusable:";

    private final String id;
    private final List<Finding> outbox = new ArrayList<>();
    private final Map<String, String> answers = new HashMap<>();
    private final List<String> applied = new ArrayList<>();

    private String epoch = "00c0ffee00c0ffee";
    private String key = "aa:bb:cc";
    private String address = "";
    private boolean isOnline = true;
    private Duration latency = Duration.ZERO;
    private Duration clockOffset = Duration.ZERO;
    private int pageFindings = 100;
    private @Nullable BanFile held;
    private String heldProtected = "";
    private boolean isDrifting;

    FakeMinion(String id) {
        this.id = id;
    }

    /** Its id. */
    public String id() {
        return id;
    }

    /** Does not answer any more. */
    public void goOffline() {
        isOnline = false;
    }

    /** Answers again. */
    public void goOnline() {
        isOnline = true;
    }

    boolean isOnline() {
        return isOnline;
    }

    /** Answers so long after it was asked. */
    public void setLatency(Duration time) {
        latency = time;
    }

    Duration latency() {
        return latency;
    }

    /** Shows a clock that is off. */
    public void setClockOffset(Duration offset) {
        clockOffset = offset;
    }

    /** Puts at most so many findings on a page. */
    public void setPageFindings(int number) {
        pageFindings = number;
    }

    /** Comes with another key, as after a reinstallation. */
    public void setKey(String fingerprint) {
        key = fingerprint;
    }

    String key() {
        return key;
    }

    /** Where the master sees it connected from. */
    public void setAddress(String text) {
        address = text;
    }

    String address() {
        return address;
    }

    /** Loses its outbox and starts another. */
    public void startEpoch(String other) {
        epoch = other;
        outbox.clear();
    }

    /** Answers a function with this text, whatever it is, instead of doing it. */
    public void answer(String function, String json) {
        answers.put(function, json);
    }

    /** Fails at a function, with this message. */
    public void failAt(String function, String why) {
        answers.put(function, UNUSABLE + why);
    }

    /** Does a function again instead of answering it with a text. */
    public void answerNormally(String function) {
        answers.remove(function);
    }

    /** Has a kernel that holds other than it should. */
    public void setDrifting(boolean drifts) {
        isDrifting = drifts;
    }

    /** What its list holds. */
    public List<String> bans() {
        List<String> bans = new ArrayList<>();
        if (held != null) {
            held.list().forEach(prefix -> bans.add(prefix.toString()));
        }
        return bans;
    }

    /** How it came to each state of the list: {@code delta} or {@code snapshot}, with its generation. */
    public List<String> applied() {
        return List.copyOf(applied);
    }

    /** Its sshd refuses a password of an existing user. */
    public void failures(String source, Instant at, int number, String user) {
        add(source, at, number, user, false, Trust.JOURNAL, List.of());
    }

    /** The same, seen in a text log only. */
    public void textFailures(String source, Instant at, int number, String user) {
        add(source, at, number, user, false, Trust.TEXT, List.of());
    }

    /** Its sshd accepts a login. */
    public void login(String source, Instant at, String user) {
        add(
                source,
                at,
                0,
                user,
                false,
                Trust.JOURNAL,
                List.of(new Login(user, "publickey", "ED25519 SHA256:x", at, at, 1)));
    }

    private void add(
            String source, Instant at, int number, String user, boolean invalid, Trust trust, List<Login> logins) {
        outbox.add(new Finding(
                epoch,
                outbox.size() + 1L,
                IpAddress.parse(source),
                at.truncatedTo(java.time.temporal.ChronoUnit.MINUTES),
                at,
                at,
                number,
                user.equals("root") ? number : 0,
                invalid ? number : 0,
                0,
                number == 0 ? List.of() : List.of(new UserFailures(user, invalid, number)),
                0,
                logins,
                0,
                trust));
    }

    String findings(Optional<OutboxCursor> cursor, Instant now) {
        if (answers.containsKey("saltban.findings")) {
            return answers.get("saltban.findings");
        }
        int from = cursor.filter(known -> known.epoch().equals(epoch))
                .map(known -> (int) known.seq())
                .orElse(0);
        int to = Math.min(outbox.size(), from + pageFindings);
        FindingsDocument document = new FindingsDocument(
                id,
                "0.1.0",
                now.plus(clockOffset),
                epoch,
                from,
                to,
                to < outbox.size(),
                List.of(),
                outbox.subList(from, to),
                List.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            FindingsJson.write(document, out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Fetches a published snapshot by name. */
    interface FileServer {
        BanFile snapshot(String name);
    }

    String apply(Delta delta, FileServer files) {
        if (answers.containsKey("saltban.apply")) {
            return answers.get("saltban.apply");
        }
        if (held != null && !held.header().list().equals(delta.list())) {
            return document("refused", "the list " + delta.list() + " is not the one obeyed here");
        }
        if (held != null && held.header().generation() > delta.generation()) {
            return document("refused", "generation " + delta.generation() + " is older than the one held");
        }
        boolean isSame = held != null && held.header().generation() == delta.generation();
        if (isSame) {
            isDrifting = false;
            return document("unchanged", "");
        }
        BanFile base = held;
        Optional<BanList> result = base == null || !heldProtected.equals(delta.protectedSha256())
                ? Optional.empty()
                : base.list().apply(delta);
        if (result.isPresent()) {
            held = BanFile.of(delta.list(), delta.generation(), result.get());
            applied.add("delta " + delta.generation());
        } else {
            held = files.snapshot(delta.snapshot().dataName());
            heldProtected = delta.protectedSha256();
            applied.add("snapshot " + delta.generation());
        }
        return document("applied", "");
    }

    String status() {
        return answers.getOrDefault("saltban.status", statusDocument());
    }

    private String document(String outcome, String why) {
        return "{\"v\":1,\"outcome\":\"" + outcome + "\",\"why\":\"" + why + "\",\"files\":[],\"status\":"
                + statusDocument() + "}";
    }

    private String statusDocument() {
        BanFile file = held;
        String list = file == null ? "" : file.header().list().toString();
        String hash = file == null ? "" : file.header().sha256();
        long generation = file == null ? 0 : file.header().generation();
        String kernel = isDrifting ? "0".repeat(64) : hash;
        return "{\"v\":1,\"agent\":\"0.1.0\",\"list\":\"" + list + "\",\"generation\":" + generation
                + ",\"file_sha256\":\"" + hash + "\",\"expected_sha256\":\"" + hash + "\",\"kernel_sha256\":\"" + kernel
                + "\",\"entries\":" + (file == null ? 0 : file.list().size())
                + ",\"refused\":[],\"refused_more\":0,\"dropped_packets\":7,\"backend\":\"nftables\","
                + "\"mode\":\"enforce\",\"off\":null,\"released\":[],\"logs\":[],\"outbox\":{}}";
    }

    /** Holds a list of somebody else. */
    public void obey(UUID list, long generation) {
        held = BanFile.of(list, generation, BanList.empty());
    }
}
