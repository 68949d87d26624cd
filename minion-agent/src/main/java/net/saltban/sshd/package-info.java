/** What sshd's messages mean: signatures, the address they blame, attempts counted across lines. */
@NullMarked
package net.saltban.sshd;

import org.jspecify.annotations.NullMarked;
