/**
 * What a minion reports: findings, the document that carries them, and their JSON form.
 *
 * <p>Jackson stays inside {@link net.saltban.finding.FindingsJson}. Uses {@code address}, {@code limits}.
 */
@NullMarked
package net.saltban.finding;

import org.jspecify.annotations.NullMarked;
