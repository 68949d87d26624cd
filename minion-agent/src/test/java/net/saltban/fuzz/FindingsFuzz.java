package net.saltban.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import net.saltban.finding.Finding;
import net.saltban.finding.FindingsDocument;
import net.saltban.finding.FindingsJson;

/** Any bytes as a minion's reply or a line of an outbox: refused, or written and read again the same. */
public final class FindingsFuzz {
    private static final String FINDING = "{\"epoch\":\"0123456789abcdef\",\"seq\":7,\"source\":\"198.51.100.7\","
            + "\"minute\":\"2026-01-05T03:04:00Z\",\"first\":\"2026-01-05T03:04:05Z\",\"last\":\"2026-01-05T03:04:07Z\","
            + "\"failures\":3,\"root_failures\":1,\"invalid_user_failures\":1,\"probes\":0,"
            + "\"users\":[{\"name\":\"root\",\"invalid\":false,\"failures\":1}],\"users_more\":0,"
            + "\"logins\":[{\"user\":\"a\",\"method\":\"password\",\"key\":\"\",\"first\":\"2026-01-05T03:04:05Z\","
            + "\"last\":\"2026-01-05T03:04:05Z\",\"count\":1}],\"logins_more\":0,\"trust\":\"text\"}";

    private FindingsFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        line(input);
        document(input);
    }

    private static void line(byte[] input) throws IOException {
        Finding finding;
        try {
            finding = FindingsJson.parseLine(input);
        } catch (IOException e) {
            return;
        }
        BanFileFuzz.require(
                FindingsJson.parseLine(FindingsJson.toLine(finding)).equals(finding), "a finding reads back otherwise");
    }

    private static void document(byte[] input) throws IOException {
        FindingsDocument document;
        try {
            document = FindingsJson.parse(input);
        } catch (IOException e) {
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FindingsJson.write(document, out);
        BanFileFuzz.require(FindingsJson.parse(out.toByteArray()).equals(document), "a reply reads back otherwise");
    }

    /** A finding, and a reply with it. */
    public static List<byte[]> seeds() {
        String reply = "{\"v\":1,\"minion\":\"web1\",\"agent\":\"0.1.0\",\"now\":\"2026-01-05T03:05:00Z\","
                + "\"epoch\":\"0123456789abcdef\",\"from\":6,\"to\":7,\"more\":false,"
                + "\"gaps\":[{\"noticed\":\"2026-01-05T03:05:00Z\",\"what\":\"x\"}],\"findings\":[" + FINDING
                + "],\"sources\":[{\"source\":\"/var/log/auth.log\",\"trust\":\"text\",\"lag_bytes\":0,\"lines\":9,"
                + "\"ambiguous\":0,\"problem\":\"\"}]}";
        return List.of(FINDING.getBytes(StandardCharsets.UTF_8), reply.getBytes(StandardCharsets.UTF_8));
    }
}
