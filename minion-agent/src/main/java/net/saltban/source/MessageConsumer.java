package net.saltban.source;

/** Takes messages that come with their sender and time instead of a prefix. */
@FunctionalInterface
public interface MessageConsumer {
    /** One message. It may be kept. */
    void message(LogMessage message);
}
