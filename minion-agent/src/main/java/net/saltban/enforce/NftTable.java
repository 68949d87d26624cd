package net.saltban.enforce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import net.saltban.address.Prefix;
import net.saltban.banfile.BanList;
import net.saltban.limits.InputLimits;

/**
 * A table as {@code nft -j list table} prints it (libnftables-json(5)): what is in force of it.
 *
 * <p>A prefix is in force if its set holds it, and the rule of that set stands in the chain, and the chain is exactly of the form
 * of {@link NftRules}. So a rule that somebody took away or put in shows as drift, as does an element.
 */
final class NftTable {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(InputLimits.TEXT_CHARS_MAX)
                    .build())
            .build();

    private static final Set<String> VERDICTS =
            Set.of("accept", "drop", "reject", "jump", "goto", "return", "continue", "queue");

    private final Map<NftSet, List<Prefix>> elements = new HashMap<>();
    private final List<Rule> rules = new ArrayList<>();
    private boolean hooked;
    private long refused = -1;

    private NftTable() {}

    /** What of a rule matters: its comment, the number of its expressions, the set it asks, what it does in the end. */
    private static final class Rule {
        private String comment = "";
        private int expressions;
        private String set = "";
        private String verdict = "";
    }

    static NftTable parse(byte[] json) throws IOException {
        NftTable table = new NftTable();
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            if (!table.readTable(parser)) {
                throw new IOException("nft printed no object \"nftables\"");
            }
        }
        return table;
    }

    /** The prefixes in force if the rules are of a form; none if they are not. */
    BanList inForce(NftRules form) {
        List<Prefix> prefixes = new ArrayList<>();
        if (isOfForm(form)) {
            for (Rule rule : rules) {
                NftSet.parse(rule.set).ifPresent(set -> prefixes.addAll(elements.getOrDefault(set, List.of())));
            }
        }
        return BanList.of(prefixes);
    }

    /** Whether the rules are exactly those of a form, with one for each set. */
    boolean isOfForm(NftRules form) {
        List<Integer> leading = form.leadingExpressions();
        if (!hooked || rules.size() < leading.size() || !rules.get(0).comment.equals(form.comment())) {
            return false;
        }
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            boolean leads = i < leading.size();
            String verdict = leads ? "accept" : form.verdict();
            int expressions = leads ? leading.get(i) : NftRules.ASKING_EXPRESSIONS;
            boolean asks = NftSet.parse(rule.set).isPresent();
            if (asks == leads || !rule.verdict.equals(verdict) || rule.expressions != expressions) {
                return false;
            }
        }
        return true;
    }

    /** Whether the rules are of another form of ours, by what the first one says of itself. */
    boolean isOfOtherForm(NftRules form) {
        return !rules.isEmpty()
                && rules.get(0).comment.startsWith(NftRules.COMMENT)
                && !rules.get(0).comment.equals(form.comment());
    }

    /** Packets that the rules counted. */
    OptionalLong refused() {
        return refused < 0 ? OptionalLong.empty() : OptionalLong.of(refused);
    }

    private boolean readTable(JsonParser json) throws IOException {
        boolean found = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isTable = json.currentName().equals("nftables");
            if (json.nextToken() == JsonToken.START_ARRAY && isTable) {
                found = true;
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    readObject(json);
                }
            } else {
                json.skipChildren();
            }
        }
        return found;
    }

    /** One of {@code {"set": {...}}}, {@code {"rule": {...}}} and so on. */
    private void readObject(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String kind = json.currentName();
            if (json.nextToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                continue;
            }
            switch (kind) {
                case "set" -> readSet(json);
                case "rule" -> readRule(json);
                case "chain" -> readChain(json);
                case "counter" -> readCounter(json);
                default -> json.skipChildren();
            }
        }
    }

    private void readSet(JsonParser json) throws IOException {
        String name = "";
        List<String> texts = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken token = json.nextToken();
            if (field.equals("name")) {
                name = json.getText();
            } else if (field.equals("elem") && token == JsonToken.START_ARRAY) {
                readElements(json, texts);
            } else {
                json.skipChildren();
            }
        }
        NftSet set = NftSet.parse(name).orElse(null);
        if (set != null) {
            List<Prefix> prefixes = new ArrayList<>(texts.size());
            for (String text : texts) {
                set.prefix(text).ifPresent(prefixes::add);
            }
            elements.put(set, prefixes);
        }
    }

    /** Texts; or objects that hold the text as {@code val}, with a comment or a counter beside it. */
    private static void readElements(JsonParser json, List<String> into) throws IOException {
        int depth = 1;
        String field = "";
        while (depth > 0) {
            JsonToken token = next(json);
            depth += depthChange(token);
            if (token == JsonToken.FIELD_NAME) {
                field = json.currentName();
            } else if (token == JsonToken.VALUE_STRING && (depth == 1 || field.equals("val"))) {
                into.add(json.getText());
            }
        }
    }

    private static JsonToken next(JsonParser json) throws IOException {
        JsonToken token = json.nextToken();
        if (token == null) {
            throw new IOException("nft's answer ends in the middle");
        }
        return token;
    }

    private static int depthChange(JsonToken token) {
        return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }

    private void readRule(JsonParser json) throws IOException {
        Rule rule = new Rule();
        String chain = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken token = json.nextToken();
            if (field.equals("chain")) {
                chain = json.getText();
            } else if (field.equals("comment")) {
                rule.comment = json.getText();
            } else if (field.equals("expr") && token == JsonToken.START_ARRAY) {
                readExpressions(json, rule);
            } else {
                json.skipChildren();
            }
        }
        if (chain.equals("input")) {
            rules.add(rule);
        }
    }

    private static void readExpressions(JsonParser json, Rule rule) throws IOException {
        int depth = 1;
        while (depth > 0) {
            JsonToken token = next(json);
            if (depth == 1 && token == JsonToken.START_OBJECT) {
                rule.expressions++;
            }
            depth += depthChange(token);
            if (token == JsonToken.FIELD_NAME && VERDICTS.contains(json.currentName())) {
                rule.verdict += json.currentName();
            } else if (token == JsonToken.VALUE_STRING && json.getText().startsWith("@")) {
                rule.set += json.getText().substring(1);
            }
        }
    }

    private void readChain(JsonParser json) throws IOException {
        Map<String, String> texts = texts(json);
        hooked |= "input".equals(texts.get("name")) && "input".equals(texts.get("hook"));
    }

    private void readCounter(JsonParser json) throws IOException {
        Map<String, String> texts = texts(json);
        if ("refused".equals(texts.get("name"))) {
            refused = Long.parseLong(texts.getOrDefault("packets", "-1"));
        }
    }

    private static Map<String, String> texts(JsonParser json) throws IOException {
        Map<String, String> texts = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (json.nextToken().isScalarValue()) {
                texts.put(field, json.getText());
            } else {
                json.skipChildren();
            }
        }
        return texts;
    }
}
