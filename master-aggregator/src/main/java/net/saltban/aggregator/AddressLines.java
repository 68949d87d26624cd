package net.saltban.aggregator;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

import net.saltban.address.Prefix;
import net.saltban.limits.InputLimits;
import net.saltban.limits.InputTooLargeException;

/**
 * The addresses of a text that holds one a line, whatever stands around them: a plain list, a deny file of a web server,
 * hosts.deny, the dump of an ipset. Behind {@code #} or {@code ;} a line is a comment. Where a line holds several, the first counts.
 *
 * @param prefixes what was found
 * @param lines number of lines read
 * @param without number of lines with text in which no address was found
 * @param firstWithout number of the first of those lines; 0 if there is none
 */
record AddressLines(SortedSet<Prefix> prefixes, long lines, long without, long firstWithout) {
    private static final int LINE_BYTES_MAX = 4096;
    private static final Pattern COMMENT = Pattern.compile("[#;].*", Pattern.DOTALL);
    private static final Pattern BETWEEN = Pattern.compile("[\\s,|\"'=()<>\\[\\]{}]+");

    /**
     * Reads a text; what a line holds behind its first 4,096 bytes is passed over.
     *
     * @throws InputTooLargeException if there are more addresses than a ban file may hold
     */
    static AddressLines read(InputStream stream) throws IOException {
        InputStream in = new BufferedInputStream(stream, 64 * 1024);
        Gatherer gatherer = new Gatherer();
        StringBuilder line = new StringBuilder();
        int b = in.read();
        while (b >= 0) {
            if (b == '\n') {
                gatherer.line(line);
                line.setLength(0);
            } else if (line.length() < LINE_BYTES_MAX) {
                line.append((char) b);
            }
            b = in.read();
        }
        if (!line.isEmpty()) {
            gatherer.line(line);
        }
        return new AddressLines(gatherer.prefixes, gatherer.lines, gatherer.without, gatherer.firstWithout);
    }

    private static final class Gatherer {
        private final TreeSet<Prefix> prefixes = new TreeSet<>();
        private long lines;
        private long without;
        private long firstWithout;

        private void line(CharSequence line) throws InputTooLargeException {
            lines++;
            String text = COMMENT.matcher(line).replaceFirst("");
            Optional<Prefix> found = BETWEEN.splitAsStream(text)
                    .map(AddressLines::prefix)
                    .flatMap(Optional::stream)
                    .findFirst();
            found.ifPresent(prefixes::add);
            if (prefixes.size() > InputLimits.BAN_FILE_ENTRIES_MAX) {
                throw new InputTooLargeException(InputLimits.BAN_FILE_ENTRIES_MAX);
            }
            if (found.isEmpty() && !text.isBlank()) {
                without++;
                firstWithout = firstWithout == 0 ? lines : firstWithout;
            }
        }
    }

    /** A word as a prefix; also as {@code ALL:192.0.2.7} and {@code 192.0.2.7:22} hold one. */
    private static Optional<Prefix> prefix(String word) {
        Optional<Prefix> whole = Prefix.tryParse(word);
        int colon = word.lastIndexOf(':');
        if (whole.isPresent() || colon < 0) {
            return whole;
        }
        return ipv4(word.substring(colon + 1)).or(() -> ipv4(word.substring(0, word.indexOf(':'))));
    }

    private static Optional<Prefix> ipv4(String text) {
        return Prefix.tryParse(text).filter(prefix -> prefix.address().isIpv4());
    }
}
