package net.saltban.source;

import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * A folder in which a change tells that there may be more to read.
 *
 * @param folder where; it may be missing for the moment
 * @param names whether a change to a file of this name matters; a new name always does
 */
public record LogPlace(Path folder, Predicate<String> names) {
    /** A folder of which new names matter only. */
    static LogPlace ofNew(Path folder) {
        return new LogPlace(folder, name -> false);
    }
}
