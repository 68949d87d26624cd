/**
 * The configuration file saltban.yaml, read into records with all of its problems at once.
 *
 * <p>SnakeYAML stays inside. Uses {@code address}, {@code policy}, {@code problem}, {@code limits}, {@code text} and the
 * settings of {@code saltapi}.
 */
@NullMarked
package net.saltban.config;

import org.jspecify.annotations.NullMarked;
