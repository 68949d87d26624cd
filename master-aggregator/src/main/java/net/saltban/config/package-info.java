/** Configuration from YAML to records; SnakeYAML stays inside. */
@NullMarked
package net.saltban.config;

import org.jspecify.annotations.NullMarked;
