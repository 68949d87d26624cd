@NullMarked
package net.saltban.enforce;

import org.jspecify.annotations.NullMarked;
