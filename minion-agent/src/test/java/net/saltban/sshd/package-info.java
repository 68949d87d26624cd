@NullMarked
package net.saltban.sshd;

import org.jspecify.annotations.NullMarked;
