/**
 * Configuration in YAML, read so that every problem is found at once with its line; SnakeYAML stays inside.
 *
 * <p>Uses {@code problem}, {@code text}, {@code limits}.
 */
@NullMarked
package net.saltban.yaml;

import org.jspecify.annotations.NullMarked;
