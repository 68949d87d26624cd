package net.saltban.source;

/** Takes what logs of any kind hold. */
public interface LogConsumer extends LineConsumer, MessageConsumer {}
