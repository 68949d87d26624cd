/**
 * What the aggregator asks of Salt: jobs published and their returns read, through salt-api.
 *
 * <p>salt-netapi-client, gson and OkHttp stay inside; what crosses is {@link net.saltban.saltapi.SaltApi} with records. Uses
 * {@code address}, {@code limits}, {@code text}.
 */
@NullMarked
package net.saltban.saltapi;

import org.jspecify.annotations.NullMarked;
