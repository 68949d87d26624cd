package net.saltban.agent;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Any bytes as the agent's checkpoint: refused, or written and read again it says the same. */
public final class AgentCheckpointFuzz {
    private AgentCheckpointFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        Map<String, LogState> logs;
        try {
            logs = AgentCheckpoint.decode(input);
        } catch (IOException e) {
            return;
        }
        if (!AgentCheckpoint.decode(AgentCheckpoint.encode(logs)).equals(logs)) {
            throw new AssertionError("written and read again it says something else");
        }
    }

    /** One with two logs. */
    public static List<byte[]> seeds() {
        LogState log = new LogState(
                LogState.Bytes.of(new byte[] {1, 2}),
                LogState.Bytes.of(new byte[] {3}),
                Instant.parse("2026-01-05T03:04:05Z"),
                7,
                1);
        return List.of(
                AgentCheckpoint.encode(Map.of("/var/log/auth.log", log, "/var/log/secure", log)),
                AgentCheckpoint.encode(Map.of()));
    }
}
