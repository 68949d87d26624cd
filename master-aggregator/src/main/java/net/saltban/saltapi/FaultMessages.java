package net.saltban.saltapi;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.util.Locale;

import javax.net.ssl.SSLException;

import com.google.gson.JsonParseException;
import net.saltban.limits.InputTooLargeException;
import net.saltban.text.UntrustedText;

/** Says what went wrong with a call, and what to do; one place for all the wording. */
final class FaultMessages {
    private static final int TEXT_CHARS_MAX = 200;

    private final SaltApiSettings settings;

    FaultMessages(SaltApiSettings settings) {
        this.settings = settings;
    }

    /** The faults of one function. */
    OfCall of(String function) {
        return new OfCall(function);
    }

    /** What stopped a login. */
    SaltApiException ofLogin(Exception cause) {
        if (cause instanceof HttpFailure failure && failure.status() == 401) {
            return fault(
                    SaltApiFault.WRONG_PASSWORD,
                    "user " + settings.user() + " and its password are not accepted by eauth " + settings.eauth()
                            + " (HTTP 401); compare salt-api.user, salt-api.eauth and the password with external_auth"
                            + " in the master's configuration",
                    cause);
        }
        return of("login").from(cause);
    }

    /** Words the faults of one function. */
    final class OfCall {
        private final String function;

        private OfCall(String function) {
            this.function = function;
        }

        SaltApiException from(Exception cause) {
            return cause instanceof HttpFailure failure ? ofStatus(failure) : ofTransport(cause);
        }

        SaltApiException unreadable(String what) {
            return fault(
                    SaltApiFault.UNREADABLE,
                    "the answer to " + function + " cannot be used: " + what
                            + "; is this a salt-api (rest_cherrypy)? Its log may say more");
        }

        /** salt-api answers 500 to a runner function that the master does not have. */
        SaltApiException runnerMissing(String answer) {
            return fault(
                    SaltApiFault.RUNNER_MISSING,
                    "the master does not have the runner function " + function + " (" + shown(answer)
                            + "); apply the state saltban.master on the master, and if it is there, see the log of"
                            + " salt-api");
        }

        SaltApiException runnerRefused(String why) {
            // Of a Python traceback the last line says what happened.
            String last = why.strip().lines().reduce("", (before, line) -> line);
            return fault(SaltApiFault.RUNNER_REFUSED, function + " answered: " + shown(last));
        }

        private SaltApiException ofStatus(HttpFailure failure) {
            return switch (failure.status()) {
                case -1 -> unreadable(String.valueOf(failure.getMessage()));
                case 400 -> clientDisabled(failure);
                case 401 -> notGranted(failure);
                case 500 -> isRunner() ? runnerMissing("HTTP 500") : serverError(failure);
                case 404 ->
                    fault(
                            SaltApiFault.SERVER,
                            function + " was answered by HTTP 404; salt-api.url does not lead to a salt-api",
                            failure);
                case 503, 504 ->
                    fault(
                            SaltApiFault.SERVER,
                            function + " was answered by HTTP " + failure.status()
                                    + ": salt-api runs, but the Salt master behind it does not answer; start or"
                                    + " restart salt-master",
                            failure);
                default -> serverError(failure);
            };
        }

        private SaltApiException serverError(HttpFailure failure) {
            return fault(
                    SaltApiFault.SERVER,
                    function + " was answered by HTTP " + failure.status()
                            + "; the log of salt-api on the master says why",
                    failure);
        }

        private SaltApiException clientDisabled(HttpFailure failure) {
            String client = isRunner() ? "runner" : "local_async";
            String what = function.equals("login")
                    ? "the login was not understood (HTTP 400); is this a salt-api (rest_cherrypy)?"
                    : function + " was answered by HTTP 400; add " + client
                            + " to netapi_enable_clients in the master's configuration and restart salt-api";
            return fault(SaltApiFault.CLIENT_DISABLED, what, failure);
        }

        private SaltApiException notGranted(HttpFailure failure) {
            String grant = isRunner()
                    ? "- '@saltban': ['(returns|publish)$']"
                    : "- '*': ['saltban\\.(apply|findings|status)$']";
            return fault(
                    SaltApiFault.NOT_GRANTED,
                    "user " + settings.user() + " may not call " + function + " (HTTP 401 with a new token); add "
                            + grant + " to external_auth, " + settings.eauth() + ", " + settings.user()
                            + " in the master's configuration and restart salt-master",
                    failure);
        }

        private boolean isRunner() {
            return function.equals("saltban.returns") || function.equals("saltban.publish");
        }

        private SaltApiException ofTransport(Exception cause) {
            if (cause instanceof InputTooLargeException) {
                return fault(
                        SaltApiFault.TOO_LARGE,
                        "the answer to " + function + " is larger than the " + NetApi.RESPONSE_BYTES_MAX
                                + " bytes that are read at most; target fewer minions",
                        cause);
            }
            if (cause instanceof SSLException) {
                return fault(
                        SaltApiFault.TLS,
                        "no secure connection (" + reason(cause) + "); set salt-api.ca-file to the certificate that"
                                + " signed salt-api's, and use the name that the certificate holds in salt-api.url",
                        cause);
            }
            if (cause instanceof InterruptedIOException) {
                return fault(
                        SaltApiFault.TIMEOUT,
                        function + " was not answered within "
                                + settings.timeout().toMillis() / 1000.0 + " s; see whether salt-master runs and"
                                + " is not overloaded, or raise salt-api.timeout",
                        cause);
            }
            if (cause instanceof UnknownHostException) {
                return fault(
                        SaltApiFault.UNREACHABLE, "no address is known for this host; correct salt-api.url", cause);
            }
            if (cause instanceof JsonParseException || isCutShort(cause)) {
                return fault(
                        SaltApiFault.UNREADABLE,
                        "the answer to " + function + " ended early or is not JSON; is this a salt-api"
                                + " (rest_cherrypy)? Its log may say more",
                        cause);
            }
            if (cause instanceof IOException) {
                return fault(
                        SaltApiFault.UNREACHABLE,
                        "no connection (" + reason(cause) + "); start salt-api or correct salt-api.url",
                        cause);
            }
            return fault(
                    SaltApiFault.UNREADABLE,
                    "the answer to " + function + " cannot be used (" + reason(cause) + ")",
                    cause);
        }
    }

    private static boolean isCutShort(Exception cause) {
        return cause instanceof java.net.ProtocolException || cause instanceof java.io.EOFException;
    }

    private static String reason(Exception cause) {
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName().toLowerCase(Locale.ROOT)
                : UntrustedText.show(message, TEXT_CHARS_MAX);
    }

    private static String shown(String text) {
        return UntrustedText.show(text.strip(), TEXT_CHARS_MAX);
    }

    private SaltApiException fault(SaltApiFault fault, String what, Exception cause) {
        return new SaltApiException(fault, settings.shownUrl() + ": " + what, cause);
    }

    private SaltApiException fault(SaltApiFault fault, String what) {
        return new SaltApiException(fault, settings.shownUrl() + ": " + what);
    }
}
