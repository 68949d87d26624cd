package net.saltban.saltapi;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The calls that the aggregator makes through salt-api; every one is bounded in time and size. Not safe for threads.
 *
 * <p>A call logs in by itself where there is no token yet, and once more where Salt no longer knows the token.
 */
public interface SaltApi extends AutoCloseable {
    /**
     * Logs in, whether or not there is a token.
     *
     * @throws SaltApiException if salt-api cannot be reached or does not accept user and password
     */
    void login() throws SaltApiException;

    /**
     * Publishes a job ({@code local_async}) and does not wait for its returns.
     *
     * @param function execution function, such as {@code saltban.findings}
     * @param target which minions
     * @param arguments arguments by name, each a JSON text
     * @return the job, or empty if Salt knows no minion of that target
     */
    Optional<PublishedJob> publish(String function, Target target, Map<String, String> arguments)
            throws SaltApiException;

    /**
     * One page of a job's returns as the master's job cache holds them, by the runner function {@code saltban.returns}.
     *
     * @param jid the job
     * @param have minions whose return is read already; they are left out
     * @param addresses whether to ask for the address that each minion is connected from, which costs the master time
     */
    ReturnsPage returns(String jid, Set<String> have, boolean addresses) throws SaltApiException;

    /**
     * Copies a snapshot, its protected file and {@code current.json} into the master's file server, by the runner function
     * {@code saltban.publish}.
     *
     * @param name file name of the snapshot
     */
    void publishSnapshot(String name) throws SaltApiException;

    /** Lets connections go; does not fail. */
    @Override
    void close();
}
