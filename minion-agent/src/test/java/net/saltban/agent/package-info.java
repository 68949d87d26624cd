@NullMarked
package net.saltban.agent;

import org.jspecify.annotations.NullMarked;
