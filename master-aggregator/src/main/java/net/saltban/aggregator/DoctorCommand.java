package net.saltban.aggregator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at everything that saltban needs, and names one fix per problem. */
@Command(
        name = "doctor",
        description = {
            "Looks at everything that saltban needs here, and names one fix per problem. Changes nothing.",
            "Ends with the status of the first problem."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private final Saltban saltban;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    DoctorCommand(Saltban saltban) {
        this.saltban = saltban;
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = saltban.surroundings();
        List<Finding> findings = new Examination(surroundings, saltban.config(), saltban.stateDir()).run();
        if (json) {
            Map<String, Object> document = Json.document();
            document.put("checks", findings.stream().map(DoctorCommand::json).toList());
            Json.print(document, surroundings.out());
        } else {
            findings.forEach(
                    finding -> surroundings.out().println(finding.kind().mark() + "  " + finding.text()));
        }
        return findings.stream()
                .filter(finding -> finding.kind() == Finding.Kind.PROBLEM)
                .findFirst()
                .map(Finding::status)
                .orElse(ExitStatus.DONE)
                .code();
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("result", finding.kind().name().toLowerCase(java.util.Locale.ROOT));
        json.put("text", finding.text());
        return json;
    }

    /**
     * What one look found.
     *
     * @param kind whether it is well
     * @param text for people; a problem names its fix
     * @param status how the run ends for it
     */
    record Finding(Kind kind, String text, ExitStatus status) {
        /** Whether it is well. */
        enum Kind {
            /** It is. */
            OK("ok     "),
            /** It is worth knowing. */
            NOTE("note   "),
            /** It needs the fix that is named. */
            PROBLEM("PROBLEM");

            private final String mark;

            Kind(String mark) {
                this.mark = mark;
            }

            String mark() {
                return mark;
            }
        }

        static Finding ok(String text) {
            return new Finding(Kind.OK, text, ExitStatus.DONE);
        }

        static Finding note(String text) {
            return new Finding(Kind.NOTE, text, ExitStatus.DONE);
        }

        static Finding problem(ExitStatus status, String text) {
            return new Finding(Kind.PROBLEM, text, status);
        }
    }
}
