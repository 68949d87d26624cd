package net.saltban.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import net.saltban.saltapi.MinionReturn;
import net.saltban.saltapi.PublishedJob;
import net.saltban.saltapi.ReturnsPage;
import net.saltban.saltapi.SaltApiException;
import net.saltban.saltapi.Target;

/** Serves a fleet in memory over HTTP as salt-api would, on 127.0.0.1, for processes of their own. */
public final class FakeSaltApiServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeFleet fleet;
    private final HttpServer server;

    /** Starts it on a free port. */
    public FakeSaltApiServer(FakeFleet fleet) throws IOException {
        this.fleet = fleet;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 16);
        server.createContext("/login", exchange -> answer(exchange, "[{\"token\":\"0123456789abcdef\"}]"));
        server.createContext("/", this::serve);
        server.start();
    }

    /** Where it is. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        JsonNode call = JSON.readTree(exchange.getRequestBody().readAllBytes()).path(0);
        String answer;
        synchronized (fleet) {
            try {
                answer = call.path("client").asText().equals("runner") ? runner(call) : publish(call);
            } catch (SaltApiException | RuntimeException e) {
                answer = JSON.writeValueAsString(List.of(Map.of("v", 1, "error", String.valueOf(e.getMessage()))));
            }
        }
        answer(exchange, answer);
    }

    private String publish(JsonNode call) throws SaltApiException, IOException {
        List<String> targets = new ArrayList<>();
        JsonNode target = call.path("tgt");
        if (target.isArray()) {
            target.forEach(id -> targets.add(id.asText()));
        } else {
            targets.add(target.asText());
        }
        Target.Kind kind = call.path("tgt_type").asText().equals("list") ? Target.Kind.LIST : Target.Kind.GLOB;
        Map<String, String> arguments = new TreeMap<>();
        call.path("kwarg")
                .properties()
                .forEach(field -> arguments.put(field.getKey(), field.getValue().toString()));
        Optional<PublishedJob> job = fleet.publish(call.path("fun").asText(), new Target(kind, targets), arguments);
        return JSON.writeValueAsString(List.of(
                job.map(published -> Map.<String, Object>of("jid", published.jid(), "minions", published.minions()))
                        .orElse(Map.of())));
    }

    private String runner(JsonNode call) throws SaltApiException, IOException {
        JsonNode arguments = call.path("kwarg");
        if (call.path("fun").asText().equals("saltban.publish")) {
            fleet.publishSnapshot(arguments.path("name").asText());
            return "[{\"v\":1,\"published\":\"" + arguments.path("name").asText() + "\"}]";
        }
        Set<String> have = new HashSet<>();
        arguments.path("have").forEach(id -> have.add(id.asText()));
        ReturnsPage page = fleet.returns(
                arguments.path("jid").asText(),
                have,
                arguments.path("addresses").asBoolean());
        ObjectNode document = JSON.createObjectNode().put("v", 1).put("more", page.more());
        document.putPOJO("minions", page.minions());
        ArrayNode returns = document.putArray("returns");
        for (MinionReturn each : page.returns()) {
            ObjectNode one = returns.addObject().put("minion", each.minion()).put("key", each.key());
            one.put("address", each.address()).put("retcode", 0).put("success", true);
            String json = each.content().match(MinionReturn.Value::json, unusable -> '"' + unusable.why() + '"');
            one.set("return", JSON.readTree(json));
        }
        return "[" + document + "]";
    }

    private static void answer(HttpExchange exchange, String returned) throws IOException {
        byte[] body = ("{\"return\":" + returned + "}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
