@NullMarked
package net.saltban.address;

import org.jspecify.annotations.NullMarked;
