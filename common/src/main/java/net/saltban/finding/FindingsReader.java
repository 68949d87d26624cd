package net.saltban.finding;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import net.saltban.address.IpAddress;

/** Reads the fields that {@link FindingsWriter} writes; bounds lists while reading them. */
final class FindingsReader {
    private FindingsReader() {}

    static FindingsDocument document(JsonParser json) throws IOException {
        Fields fields = Fields.read(json, name -> switch (name) {
            case "gaps" -> FindingsReader::gap;
            case "findings" -> FindingsReader::finding;
            case "sources" -> FindingsReader::logHealth;
            default -> null;
        });
        if (fields.integer("v", 0, Integer.MAX_VALUE) != FindingsDocument.VERSION) {
            throw new IOException(
                    "v is " + fields.integer("v", 0, Integer.MAX_VALUE) + "; this program reads version 1");
        }
        return new FindingsDocument(
                fields.text("minion"),
                fields.text("agent"),
                fields.time("now"),
                fields.text("epoch"),
                fields.number("from"),
                fields.number("to"),
                fields.flag("more"),
                fields.list("gaps", Gap.class),
                fields.list("findings", Finding.class),
                fields.list("sources", LogHealth.class));
    }

    static Finding finding(JsonParser json) throws IOException {
        Fields fields = Fields.read(json, name -> switch (name) {
            case "users" -> FindingsReader::user;
            case "logins" -> FindingsReader::login;
            default -> null;
        });
        return new Finding(
                fields.text("epoch"),
                fields.number("seq"),
                source(fields.text("source")),
                fields.time("minute"),
                fields.time("first"),
                fields.time("last"),
                fields.count("failures"),
                fields.count("root_failures"),
                fields.count("invalid_user_failures"),
                fields.count("probes"),
                fields.list("users", UserFailures.class),
                fields.count("users_more"),
                fields.list("logins", Login.class),
                fields.count("logins_more"),
                trust(fields.text("trust")));
    }

    private static IpAddress source(String text) throws IOException {
        IpAddress address = IpAddress.tryParse(text).orElseThrow(() -> new IOException("source is no address"));
        if (!address.toString().equals(text)) {
            throw new IOException("source is not canonical; write " + address);
        }
        return address;
    }

    private static UserFailures user(JsonParser json) throws IOException {
        Fields fields = Fields.read(json, name -> null);
        return new UserFailures(fields.text("name"), fields.flag("invalid"), fields.count("failures"));
    }

    private static Login login(JsonParser json) throws IOException {
        Fields fields = Fields.read(json, name -> null);
        return new Login(
                fields.text("user"),
                fields.text("method"),
                fields.text("key"),
                fields.time("first"),
                fields.time("last"),
                fields.count("count"));
    }

    private static Gap gap(JsonParser json) throws IOException {
        Fields fields = Fields.read(json, name -> null);
        return new Gap(fields.time("noticed"), fields.text("what"));
    }

    private static LogHealth logHealth(JsonParser json) throws IOException {
        Fields fields = Fields.read(json, name -> null);
        return new LogHealth(
                fields.text("source"),
                trust(fields.text("trust")),
                fields.number("lag_bytes"),
                fields.number("lines"),
                fields.number("ambiguous"),
                fields.text("problem"));
    }

    private static Trust trust(String text) throws IOException {
        for (Trust trust : Trust.values()) {
            if (FindingsWriter.name(trust).equals(text)) {
                return trust;
            }
        }
        throw new IOException("trust is neither journal nor text");
    }
}
