package net.saltban.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import net.saltban.address.Prefix;
import net.saltban.address.PrefixSet;
import net.saltban.policy.PolicySettings;
import net.saltban.saltapi.SaltApiSettings;
import net.saltban.saltapi.Target;
import net.saltban.yaml.YamlFile;
import net.saltban.yaml.YamlMap;
import net.saltban.yaml.YamlText;

/** Reads the whole file; problems gather in the tree that it is given. */
final class ConfigurationReader {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration YEARS = Duration.ofDays(3650);

    private ConfigurationReader() {}

    static Configuration read(YamlMap file) {
        YamlMap saltApi = file.map("salt-api");
        SaltApiSection section = new SaltApiSection(saltApi);
        SaltApiSettings settings = section.settings();
        PasswordSource password = section.password();
        saltApi.finish();
        Target minions = MinionsSection.read(file);
        CollectSettings collect = collect(file.map("collect"));
        PushSettings push = push(file.map("push"));
        PolicySettings policy = new PolicySection(file.map("policy")).read();
        List<AllowlistEntry> allowlist = prefixes(file, "allowlist");
        List<AllowlistEntry> protect = prefixes(file, "protect");
        RetentionSettings retention = retention(file);
        file.finish();
        return new Configuration(
                settings,
                password,
                minions,
                collect,
                push,
                policy,
                allowlist,
                PrefixSet.of(protect.stream().map(AllowlistEntry::prefix).toList()),
                retention);
    }

    private static CollectSettings collect(YamlMap map) {
        CollectSettings settings = new CollectSettings(
                map.duration("timeout", Duration.ofSeconds(30), SECOND, HOUR),
                map.duration("discover-every", Duration.ofMinutes(10), Duration.ZERO, Duration.ofDays(30)),
                map.duration("silent-after", Duration.ofDays(1), Duration.ofMinutes(1), YEARS));
        map.finish();
        return settings;
    }

    private static PushSettings push(YamlMap map) {
        PushSettings settings = new PushSettings(
                map.duration("timeout", Duration.ofSeconds(30), SECOND, HOUR),
                map.duration("jitter", Duration.ZERO, Duration.ZERO, Duration.ofMinutes(10)));
        map.finish();
        return settings;
    }

    private static RetentionSettings retention(YamlMap file) {
        boolean keepsUserNames = file.choice("user-names", true, Map.of("keep", true, "count", false));
        YamlMap map = file.map("retention");
        RetentionSettings settings = new RetentionSettings(
                map.duration("by-minute", Duration.ofDays(2), HOUR, YEARS),
                map.duration("by-hour", Duration.ofDays(30), HOUR, YEARS),
                map.duration("by-day", Duration.ofDays(365), HOUR, YEARS),
                map.duration("user-names", Duration.ofDays(90), HOUR, YEARS),
                keepsUserNames);
        if (settings.byHour().compareTo(settings.byMinute()) < 0) {
            map.problem("by-hour", "is shorter than retention.by-minute; it counts from the same day, so use more");
        }
        if (settings.byDay().compareTo(settings.byHour()) < 0) {
            map.problem("by-day", "is shorter than retention.by-hour; it counts from the same day, so use more");
        }
        map.finish();
        return settings;
    }

    private static List<AllowlistEntry> prefixes(YamlMap file, String key) {
        List<AllowlistEntry> entries = new ArrayList<>();
        for (YamlText text : file.list(key)) {
            // A comment may stand behind a # or, where YAML is written by a program, behind a blank in the text itself.
            String[] words = text.value().strip().split("\\s+", 2);
            String comment = words.length > 1 ? words[1] : text.comment();
            try {
                Prefix prefix = Prefix.parse(words[0]);
                if (prefix.length() == 0) {
                    file.problem(
                            text.line(), key + " holds \"" + prefix + "\", which is every address; name those meant");
                } else {
                    entries.add(new AllowlistEntry(prefix, YamlFile.shown(comment)));
                }
            } catch (IllegalArgumentException e) {
                file.problem(
                        text.line(),
                        key + " holds \"" + YamlFile.shown(text.value()) + "\": " + e.getMessage()
                                + "; write an address or a prefix such as 192.0.2.0/24");
            }
        }
        return entries;
    }
}
