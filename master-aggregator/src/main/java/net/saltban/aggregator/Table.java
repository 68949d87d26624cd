package net.saltban.aggregator;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows under headings, each column as wide as its widest cell; for terminals of 80 to 100 columns. */
final class Table {
    private static final String BETWEEN = "  ";

    private final List<String> headings;
    private final List<Boolean> numbers;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param headings of the columns; one that starts with {@code #} is a column of numbers, which stand at the right
     */
    Table(String... headings) {
        this.headings = new ArrayList<>();
        this.numbers = new ArrayList<>();
        for (String heading : headings) {
            boolean isNumber = heading.startsWith("#");
            numbers.add(isNumber);
            this.headings.add(heading.substring(isNumber ? 1 : 0).toUpperCase(Locale.ROOT));
        }
    }

    /** Adds a row with one cell a column. */
    void row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + headings.size() + " columns");
        }
        rows.add(List.of(cells));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void print(PrintWriter out) {
        int[] widths = new int[headings.size()];
        widen(widths, headings);
        rows.forEach(row -> widen(widths, row));
        out.println(line(widths, headings));
        rows.forEach(row -> out.println(line(widths, row)));
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells.get(i).length());
        }
    }

    private String line(int[] widths, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : BETWEEN);
            line.append(numbers.get(i) ? padding + cells.get(i) : cells.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }
}
