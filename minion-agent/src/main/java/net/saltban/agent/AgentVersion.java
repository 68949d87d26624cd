package net.saltban.agent;

/** The version that the build wrote into the jar. */
final class AgentVersion {
    private AgentVersion() {}

    /** Such as {@code 0.1.0}; {@code development} where the classes do not come from a jar. */
    static String text() {
        String version = AgentVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
