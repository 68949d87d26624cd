/** Findings, bans and acts, as the master keeps them; SQL stays inside. */
@NullMarked
package net.saltban.evidence;

import org.jspecify.annotations.NullMarked;
