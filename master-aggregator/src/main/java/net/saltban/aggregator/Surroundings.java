package net.saltban.aggregator;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

import net.saltban.policy.Act;
import net.saltban.saltapi.Pause;
import net.saltban.saltapi.SaltApi;
import net.saltban.saltapi.SaltApiSettings;

/**
 * Everything outside that a command touches; a seam for tests.
 *
 * @param out results
 * @param err messages
 * @param environment variables of the process
 * @param user who runs the process
 * @param clock the time
 * @param pause how to wait
 * @param saltApi opens salt-api
 */
record Surroundings(
        PrintWriter out,
        PrintWriter err,
        Map<String, String> environment,
        String user,
        InstantSource clock,
        Pause pause,
        SaltApiOpener saltApi) {
    /** Opens salt-api without calling it. */
    @FunctionalInterface
    interface SaltApiOpener {
        SaltApi open(SaltApiSettings settings, String password) throws IOException;
    }

    Instant now() {
        return clock.instant();
    }

    /** An act of whoever sits behind the terminal: sudo and its kin tell who that is. */
    Act act(String reason) {
        String who = Optional.ofNullable(environment.get("SUDO_USER"))
                .filter(name -> !name.isBlank())
                .orElse(user);
        return new Act(who, now(), reason);
    }

    /** A message for people, in the form that every message has. */
    void complain(String message) {
        err.println("saltban: " + message);
    }
}
