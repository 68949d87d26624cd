@NullMarked
package net.saltban.durable;

import org.jspecify.annotations.NullMarked;
