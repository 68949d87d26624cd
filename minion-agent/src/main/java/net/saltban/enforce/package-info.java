/** Puts the ban file into the kernel or fail2ban, reads back what is there. One back-end, one class. */
@NullMarked
package net.saltban.enforce;

import org.jspecify.annotations.NullMarked;
