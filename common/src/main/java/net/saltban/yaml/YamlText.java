package net.saltban.yaml;

/**
 * A plain value of a list.
 *
 * @param value the text
 * @param line where it stands, from 1
 * @param comment what stands behind a {@code #} in the same line; empty if nothing does
 */
public record YamlText(String value, int line, String comment) {}
