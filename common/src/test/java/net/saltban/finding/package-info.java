@NullMarked
package net.saltban.finding;

import org.jspecify.annotations.NullMarked;
