package net.saltban.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import net.saltban.limits.BoundedInput;
import net.saltban.problem.Problem;
import net.saltban.problem.ProblemsException;

/** Where the password for salt-api comes from; never the configuration file itself, which more people may read. */
public sealed interface PasswordSource {
    /** Bytes of a password file that are read. */
    int BYTES_MAX = 4096;

    /** The result of the function for this source. */
    <T> T match(Function<InFile, T> inFile, Function<InEnvironment, T> inEnvironment);

    /**
     * Reads the password.
     *
     * @param environment variables of this process
     * @throws ProblemsException if it is not there, empty, or in a file that others can read; never quotes it
     * @throws IOException if the file cannot be read
     */
    String read(Map<String, String> environment) throws IOException, ProblemsException;

    /**
     * The first line of a file.
     *
     * @param file readable by its owner only
     */
    record InFile(Path file) implements PasswordSource {
        private static final Set<PosixFilePermission> OWNER_ONLY =
                Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

        @Override
        public <T> T match(Function<InFile, T> inFile, Function<InEnvironment, T> inEnvironment) {
            return inFile.apply(this);
        }

        @Override
        public String read(Map<String, String> environment) throws IOException, ProblemsException {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw problem("there is no such file; write the password into it with mode 0600, or name another by"
                        + " salt-api.password-file");
            }
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(mode)) {
                throw problem("its mode is " + PosixFilePermissions.toString(mode)
                        + ", so that more than its owner can use it; chmod 600 it and change the password");
            }
            String text = new String(BoundedInput.readAll(file, BYTES_MAX), StandardCharsets.UTF_8);
            String password = text.lines().findFirst().orElse("");
            if (password.isEmpty()) {
                throw problem("its first line is empty; write the password there");
            }
            return password;
        }

        private ProblemsException problem(String what) {
            return new ProblemsException(List.of(new Problem(file.toString(), what)));
        }
    }

    /**
     * An environment variable.
     *
     * @param name of the variable
     */
    record InEnvironment(String name) implements PasswordSource {
        @Override
        public <T> T match(Function<InFile, T> inFile, Function<InEnvironment, T> inEnvironment) {
            return inEnvironment.apply(this);
        }

        @Override
        public String read(Map<String, String> environment) throws ProblemsException {
            return Optional.ofNullable(environment.get(name))
                    .filter(password -> !password.isEmpty())
                    .orElseThrow(() -> new ProblemsException(List.of(new Problem(
                            "environment variable " + name,
                            "it is not set, or empty; set it to the password, or use salt-api.password-file"))));
        }
    }
}
