/** What the aggregator asks of Salt; salt-netapi-client, gson and OkHttp stay inside. */
@NullMarked
package net.saltban.saltapi;

import org.jspecify.annotations.NullMarked;
