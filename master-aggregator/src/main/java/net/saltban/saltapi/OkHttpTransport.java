package net.saltban.saltapi;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.suse.salt.netapi.client.AsyncHttpClient;
import com.suse.salt.netapi.parser.JsonParser;
import net.saltban.limits.BoundedInput;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Carries salt-netapi-client's requests over OkHttp. The exchange happens in the calling thread; the stage that is returned
 * is complete. It fails with {@link IOException}, {@link HttpFailure} or what the parser throws.
 *
 * <p>No redirects, so that the token goes to the configured place only; no second try, so that no job is published twice.
 */
final class OkHttpTransport implements AsyncHttpClient {
    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient client;
    private final int responseBytesMax;

    OkHttpTransport(OkHttpClient.Builder client, int responseBytesMax) {
        this.client = client.followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .build();
        this.responseBytesMax = responseBytesMax;
    }

    @Override
    public <T> CompletionStage<T> get(URI uri, Map<String, String> headers, JsonParser<T> parser) {
        return exchange(request(uri, headers).get().build(), parser);
    }

    @Override
    public <T> CompletionStage<T> post(URI uri, Map<String, String> headers, String data, JsonParser<T> parser) {
        RequestBody body = RequestBody.create(data.getBytes(StandardCharsets.UTF_8), JSON);
        return exchange(request(uri, headers).post(body).build(), parser);
    }

    private static Request.Builder request(URI uri, Map<String, String> headers) {
        Request.Builder request = new Request.Builder().url(uri.toString()).header("Accept", "application/json");
        headers.forEach(request::header);
        return request;
    }

    private <T> CompletionStage<T> exchange(Request request, JsonParser<T> parser) {
        try (Response response = client.newCall(request).execute()) {
            if (response.code() != 200) {
                throw new HttpFailure(response.code(), "HTTP " + response.code());
            }
            byte[] body = BoundedInput.readAll(response.body().byteStream(), responseBytesMax);
            JsonDepth.check(body);
            // From text, since the parser reads streams in the platform's charset.
            T value = parser.parse(new String(body, StandardCharsets.UTF_8));
            if (value == null) {
                throw new HttpFailure(-1, "an empty answer");
            }
            return CompletableFuture.completedFuture(value);
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    void close() {
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }
}
