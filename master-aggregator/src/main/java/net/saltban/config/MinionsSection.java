package net.saltban.config;

import java.util.List;
import java.util.Optional;

import net.saltban.saltapi.Target;
import net.saltban.yaml.YamlMap;
import net.saltban.yaml.YamlText;

/** Reads {@code minions}: a glob, a list of ids, or {@code compound:} with a compound matcher. */
final class MinionsSection {
    private MinionsSection() {}

    static Target read(YamlMap file) {
        if (file.isMap("minions")) {
            YamlMap map = file.map("minions");
            Target target = map.text("compound")
                    .filter(text -> !text.isBlank())
                    .map(text -> new Target(Target.Kind.COMPOUND, List.of(text)))
                    .orElseGet(() -> {
                        file.problem("minions", "names nobody; write a glob, a list of ids, or compound: EXPRESSION");
                        return Target.all();
                    });
            map.finish();
            return target;
        }
        List<String> ids = file.list("minions").stream()
                .map(YamlText::value)
                .filter(text -> !text.isBlank())
                .toList();
        if (file.has("minions") && ids.isEmpty()) {
            file.problem("minions", "names nobody; write a glob, a list of ids, or compound: EXPRESSION");
        }
        return target(ids).orElse(Target.all());
    }

    private static Optional<Target> target(List<String> ids) {
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        boolean isGlob = ids.size() == 1 && ids.get(0).matches(".*[*?\\[].*");
        return Optional.of(isGlob ? new Target(Target.Kind.GLOB, ids) : Target.ofIds(ids));
    }
}
