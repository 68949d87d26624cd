package net.saltban.saltapi;

/** Bounds nesting before a recursive parser meets it, which would otherwise use up the stack. */
final class JsonDepth {
    /** Salt's own wire format nests at most 512 deep. */
    static final int DEPTH_MAX = 600;

    private JsonDepth() {}

    /** Refuses a text that nests deeper than {@link #DEPTH_MAX}; says nothing on whether it is JSON. */
    static void check(byte[] json) {
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < json.length; i++) {
            byte c = json[i];
            if (inString) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                if (++depth > DEPTH_MAX) {
                    throw new HttpFailure(-1, "values nested more than " + DEPTH_MAX + " deep");
                }
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
    }
}
