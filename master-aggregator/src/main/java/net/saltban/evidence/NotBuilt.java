package net.saltban.evidence;

/** Stands where a method's body is still to come. */
@SuppressWarnings("TypeParameterUnusedInFormals")
final class NotBuilt {
    private NotBuilt() {}

    static <T> T yet(Object argument) {
        if (argument != null) {
            throw new UnsupportedOperationException("not built yet");
        }
        throw new AssertionError();
    }
}
