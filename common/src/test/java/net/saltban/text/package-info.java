@NullMarked
package net.saltban.text;

import org.jspecify.annotations.NullMarked;
