@NullMarked
package net.saltban.guard;

import org.jspecify.annotations.NullMarked;
