package net.saltban.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import net.saltban.address.PrefixSet;
import net.saltban.limits.BoundedInput;
import net.saltban.limits.InputLimits;
import net.saltban.policy.PolicySettings;
import net.saltban.problem.Problems;
import net.saltban.problem.ProblemsException;
import net.saltban.saltapi.SaltApiSettings;
import net.saltban.saltapi.Target;
import net.saltban.yaml.YamlFile;

/**
 * What an operator configured (docs/ref/configuration.md).
 *
 * @param saltApi where salt-api is
 * @param password where its password comes from
 * @param minions which minions belong to the fleet
 * @param collect how findings are pulled
 * @param push how the list goes out
 * @param policy every number of the policy
 * @param allowlist prefixes that are never banned
 * @param protect addresses of the fleet's own infrastructure, never banned either and guarded on each minion
 * @param retention how long evidence is kept
 */
public record Configuration(
        SaltApiSettings saltApi,
        PasswordSource password,
        Target minions,
        CollectSettings collect,
        PushSettings push,
        PolicySettings policy,
        List<AllowlistEntry> allowlist,
        PrefixSet protect,
        RetentionSettings retention) {
    /** How others call what has another name here. */
    private static final Map<String, String> FOREIGN_NAMES = Map.of(
            "whitelist", "allowlist",
            "ignoreip", "allowlist",
            "findtime", "policy.rules.NAME.window",
            "maxretry", "policy.rules.NAME.failures",
            "bantime", "policy.rules.NAME.for",
            "tgt", "minions",
            "password", "salt-api.password-file",
            "mode", "the command saltban mode, since it is an act and no setting");

    /** Copies the list. */
    public Configuration {
        allowlist = List.copyOf(allowlist);
    }

    /** The allowlist without its comments. */
    public PrefixSet allowed() {
        return PrefixSet.of(allowlist.stream().map(AllowlistEntry::prefix).toList());
    }

    /**
     * Reads a file.
     *
     * @throws ProblemsException with everything that is wrong in it
     * @throws IOException if it cannot be read, or is larger than {@link InputLimits#CONFIGURATION_BYTES_MAX}
     */
    public static Configuration read(Path file) throws IOException, ProblemsException {
        Problems problems = new Problems();
        Configuration configuration =
                ConfigurationReader.read(file(file.toString(), problems).read(file));
        problems.throwIfAny();
        return configuration;
    }

    /**
     * Reads a text.
     *
     * @param name what problems call it
     */
    static Configuration parse(String text, String name) throws ProblemsException {
        Problems problems = new Problems();
        Configuration configuration =
                ConfigurationReader.read(file(name, problems).parse(text));
        problems.throwIfAny();
        return configuration;
    }

    private static YamlFile file(String name, Problems problems) {
        return new YamlFile(name, "saltban config --default", FOREIGN_NAMES, problems);
    }

    /** The commented file that holds every key with its default. */
    public static String defaultFile() {
        try (InputStream in = Configuration.class.getResourceAsStream("saltban.yaml")) {
            if (in == null) {
                throw new IllegalStateException("saltban.yaml is missing in the jar");
            }
            byte[] bytes = BoundedInput.readAll(in, InputLimits.CONFIGURATION_BYTES_MAX);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
