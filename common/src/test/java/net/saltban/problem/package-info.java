@NullMarked
package net.saltban.problem;

import org.jspecify.annotations.NullMarked;
