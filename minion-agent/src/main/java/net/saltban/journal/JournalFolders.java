package net.saltban.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import net.saltban.source.LogName;
import net.saltban.source.LogPlace;

/** Where the files of a journal lie, to be told of changes: journald cuts a file to its own length whenever it has written. */
final class JournalFolders {
    private static final List<Path> ROOTS = List.of(Path.of("/var/log/journal"), Path.of("/run/log/journal"));
    private static final int MACHINES_MAX = 64;

    private JournalFolders() {}

    static List<LogPlace> of(LogName journal) {
        List<LogPlace> places = new ArrayList<>();
        for (Path root : journal.journalFolder().map(List::of).orElse(ROOTS)) {
            places.add(place(root));
            addMachines(root, places);
        }
        return places;
    }

    private static void addMachines(Path root, List<LogPlace> places) {
        try (DirectoryStream<Path> machines = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path machine : machines) {
                if (places.size() < MACHINES_MAX) {
                    places.add(place(machine));
                }
            }
        } catch (IOException e) {
            return; // not there yet, or not ours to read: reading says so
        }
    }

    private static LogPlace place(Path folder) {
        return new LogPlace(folder, name -> name.endsWith(".journal"));
    }
}
