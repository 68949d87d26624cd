/**
 * Files that survive a crash: atomic replacement and exclusive locks. Uses nothing but the JDK.
 */
@NullMarked
package net.saltban.durable;

import org.jspecify.annotations.NullMarked;
