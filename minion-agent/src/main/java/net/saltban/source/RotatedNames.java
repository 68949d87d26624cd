package net.saltban.source;

/**
 * Which names beside a log belong to its rotated files. Of {@code auth.log}: {@code auth.log.1}, {@code auth.log.2.gz},
 * {@code auth.log-20260105}, {@code auth.log-20260105.xz}, {@code auth.log.old}, {@code auth-20260105.log.gz},
 * {@code auth.1.log}; not {@code auth.log.bak} or {@code auth.log-copy}.
 */
final class RotatedNames {
    private static final String[] COMPRESSED = {".gz", ".xz", ".zst", ".bz2"};

    private final String log;
    private final String stem;
    private final String extension;

    RotatedNames(String log) {
        this.log = log;
        int dot = log.lastIndexOf('.');
        this.stem = dot > 0 ? log.substring(0, dot) : log;
        this.extension = dot > 0 ? log.substring(dot) : "";
    }

    boolean contains(String name) {
        return !mark(name).isEmpty();
    }

    /** What rotation put into the name: {@code .1}, {@code -20260105}; empty if the name is none of the log's. */
    String mark(String name) {
        String plain = withoutCompression(name);
        String mark = "";
        if (plain.startsWith(log)) {
            mark = plain.substring(log.length());
        } else if (!extension.isEmpty()
                && plain.length() > stem.length() + extension.length()
                && plain.startsWith(stem)
                && plain.endsWith(extension)) {
            mark = plain.substring(stem.length(), plain.length() - extension.length());
        }
        return mark.equals(".old") || isNumbered(mark) ? mark : "";
    }

    /** The log that a name belongs to, if nothing else is known: {@code auth.log} for {@code auth.log.2.gz}. */
    static String logOf(String name) {
        String plain = withoutCompression(name);
        for (int i = plain.length() - 1; i > 0; i--) {
            String mark = plain.substring(i);
            char before = plain.charAt(i - 1);
            boolean whole = before != '.' && before != '-' && before != '_' && (before < '0' || before > '9');
            if (whole && (isNumbered(mark) || mark.equals(".old"))) {
                return plain.substring(0, i);
            }
        }
        return name;
    }

    private static String withoutCompression(String name) {
        for (String suffix : COMPRESSED) {
            if (name.endsWith(suffix)) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }

    private static boolean isNumbered(String mark) {
        boolean digits = false;
        for (int i = 0; i < mark.length(); i++) {
            char c = mark.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean separator = c == '.' || c == '-' || c == '_' || c == ':' || c == 'T' && i > 0;
            if (!digit && !separator || i == 0 && digit) {
                return false;
            }
            digits |= digit;
        }
        return digits;
    }
}
