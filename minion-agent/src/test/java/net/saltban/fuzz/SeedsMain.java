package net.saltban.fuzz;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the known inputs of all targets below a folder, and says which class each target is: for a long run by hand. */
public final class SeedsMain {
    private SeedsMain() {}

    /** One argument: the folder. */
    public static void main(String[] args) throws IOException {
        Dictionary.write(Path.of(args[0]).resolve("dictionary"));
        for (FuzzTarget target : FuzzTarget.ALL) {
            Inputs.write(target, Path.of(args[0]).resolve(target.label()));
            System.out.println(target.label() + " " + target.type().getName());
        }
    }
}
