@NullMarked
package net.saltban.yaml;

import org.jspecify.annotations.NullMarked;
