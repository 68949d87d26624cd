package net.saltban.outbox;

/**
 * What an outbox holds.
 *
 * @param epoch its random id
 * @param first number of the oldest finding kept; one more than {@code last} if there is none
 * @param last number of the newest finding; 0 before the first
 * @param bytes size of its files
 */
public record OutboxSummary(String epoch, long first, long last, long bytes) {}
