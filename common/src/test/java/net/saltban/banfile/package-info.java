@NullMarked
package net.saltban.banfile;

import org.jspecify.annotations.NullMarked;
