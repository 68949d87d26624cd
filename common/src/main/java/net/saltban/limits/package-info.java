/**
 * Bounds on everything that is read from outside. Uses nothing but the JDK.
 */
@NullMarked
package net.saltban.limits;

import org.jspecify.annotations.NullMarked;
