package net.saltban.saltapi;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import com.suse.salt.netapi.calls.Call;
import com.suse.salt.netapi.calls.Client;
import com.suse.salt.netapi.calls.LocalCall;
import com.suse.salt.netapi.calls.RunnerCall;
import com.suse.salt.netapi.client.SaltClient;
import com.suse.salt.netapi.datatypes.AuthMethod;
import com.suse.salt.netapi.datatypes.Token;
import com.suse.salt.netapi.datatypes.target.Compound;
import com.suse.salt.netapi.datatypes.target.Glob;
import com.suse.salt.netapi.datatypes.target.MinionList;
import com.suse.salt.netapi.results.Return;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** {@link SaltApi} over salt-netapi-client. */
public final class NetApi implements SaltApi {
    /** Bytes of one answer of salt-api that are read; a page of the runner takes at most 512 KiB. */
    public static final int RESPONSE_BYTES_MAX = 4 * 1024 * 1024;

    private static final TypeToken<Return<List<JsonElement>>> ANSWER = new TypeToken<>() {};
    private static final TypeToken<JsonElement> ANYTHING = new TypeToken<>() {};

    private final SaltApiSettings settings;
    private final String password;
    private final OkHttpTransport http;
    private final SaltClient client;
    private final FaultMessages faults;

    private @Nullable AuthMethod session;

    private NetApi(SaltApiSettings settings, String password, OkHttpTransport http) {
        this.settings = settings;
        this.password = password;
        this.http = http;
        this.client = new SaltClient(settings.url(), http);
        this.faults = new FaultMessages(settings);
    }

    /**
     * A client that has not called anybody yet.
     *
     * @throws IOException if the file of trusted certificates cannot be used; the message says why
     */
    public static NetApi open(SaltApiSettings settings, String password) throws IOException {
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .callTimeout(settings.timeout())
                .connectTimeout(settings.timeout())
                .readTimeout(settings.timeout())
                .writeTimeout(settings.timeout());
        if (settings.caFile().isPresent()) {
            CaFile.read(settings.caFile().get()).applyTo(builder);
        }
        return new NetApi(settings, password, new OkHttpTransport(builder, RESPONSE_BYTES_MAX));
    }

    @Override
    public void login() throws SaltApiException {
        session = newSession();
    }

    @Override
    public Optional<PublishedJob> publish(String function, Target target, Map<String, String> arguments)
            throws SaltApiException {
        Map<String, Object> kwargs = new LinkedHashMap<>();
        arguments.forEach((name, json) -> kwargs.put(name, Argument.of(json)));
        LocalCall<JsonElement> call =
                new LocalCall<>(function, Optional.empty(), Optional.of(kwargs), new TypeToken<JsonElement>() {});
        Optional<JsonElement> answer = answer(
                function,
                auth -> client.call(call, Client.LOCAL_ASYNC, Optional.of(salts(target)), Map.of(), ANSWER, auth));
        try {
            return answer.flatMap(Answers::job);
        } catch (RuntimeException e) {
            throw faults.of(function).from(e);
        }
    }

    @Override
    public ReturnsPage returns(String jid, Set<String> have, boolean addresses) throws SaltApiException {
        String function = "saltban.returns";
        Map<String, Object> arguments =
                Map.of("jid", jid, "have", have.stream().sorted().toList(), "addresses", addresses);
        return Answers.page(runner(function, arguments), faults.of(function));
    }

    @Override
    public void publishSnapshot(String name) throws SaltApiException {
        String function = "saltban.publish";
        Answers.published(runner(function, Map.of("name", name)), name, faults.of(function));
    }

    @Override
    public void close() {
        http.close();
    }

    private JsonObject runner(String function, Map<String, Object> arguments) throws SaltApiException {
        Call<JsonElement> call = new RunnerCall<>(function, Optional.of(arguments), new TypeToken<JsonElement>() {});
        Optional<JsonElement> value =
                answer(function, auth -> client.call(call, Client.RUNNER, Optional.empty(), Map.of(), ANSWER, auth));
        return Answers.runnerDocument(value, faults.of(function));
    }

    /** The first element of what salt-api answers; logs in once more where the token is no longer known. */
    private Optional<JsonElement> answer(
            String function, Function<AuthMethod, CompletionStage<Return<List<JsonElement>>>> call)
            throws SaltApiException {
        AuthMethod auth = session;
        boolean isFresh = auth == null;
        if (auth == null) {
            auth = newSession();
        }
        session = auth;
        try {
            return Answers.first(joined(call.apply(auth)));
        } catch (HttpFailure e) {
            if (e.status() != 401 || isFresh) {
                throw faults.of(function).from(e);
            }
        } catch (IOException | RuntimeException e) {
            throw faults.of(function).from(e);
        }
        // 401 for a token that worked before: expired, or this function is not granted. A new token tells which.
        auth = newSession();
        session = auth;
        try {
            return Answers.first(joined(call.apply(auth)));
        } catch (IOException | RuntimeException e) {
            throw faults.of(function).from(e);
        }
    }

    /** POST /login ourselves: the client's own type for it cannot read grants that are more than plain texts. */
    private AuthMethod newSession() throws SaltApiException {
        session = null;
        JsonObject body = new JsonObject();
        body.addProperty("username", settings.user());
        body.addProperty("password", password);
        body.addProperty("eauth", settings.eauth());
        try {
            JsonElement answer = joined(http.post(
                    settings.url().resolve("/login"),
                    Map.of(),
                    body.toString(),
                    new com.suse.salt.netapi.parser.JsonParser<>(ANYTHING)));
            return new AuthMethod(new Token(Answers.token(answer)));
        } catch (IOException | RuntimeException e) {
            throw faults.ofLogin(e);
        }
    }

    private static com.suse.salt.netapi.datatypes.target.Target<?> salts(Target target) {
        return switch (target.kind()) {
            case LIST -> new MinionList(target.expressions());
            case GLOB -> new Glob(target.expressions().get(0));
            case COMPOUND -> new Compound(target.expressions().get(0));
        };
    }

    /** The value of a complete stage, or what it failed with. */
    private static <T> T joined(CompletionStage<T> stage) throws IOException {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
