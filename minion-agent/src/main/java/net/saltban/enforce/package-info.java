/**
 * Brings the ban list into force on this machine and measures what is in force: the state folder, the guard's word, a back-end
 * (one class each), the commands {@code apply}, {@code status}, {@code off}, {@code on}, {@code release}, {@code is-banned}.
 *
 * <p>Uses {@code address}, {@code banfile}, {@code durable}, {@code finding}, {@code guard}, {@code limits}, {@code text};
 * jackson-core stays inside. Knows nothing of the program around it: settings and health are handed in.
 */
@NullMarked
package net.saltban.enforce;

import org.jspecify.annotations.NullMarked;
