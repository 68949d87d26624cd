/**
 * Text from logs and minions, made safe to show. Uses nothing but the JDK.
 */
@NullMarked
package net.saltban.text;

import org.jspecify.annotations.NullMarked;
