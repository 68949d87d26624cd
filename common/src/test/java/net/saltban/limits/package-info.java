@NullMarked
package net.saltban.limits;

import org.jspecify.annotations.NullMarked;
