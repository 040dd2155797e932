package io.mlfd.trainer.data;

import java.util.Locale;
import java.util.Set;

/** Files and folders that operating systems and file servers leave among images: never a class, never an image. */
public final class Litter {
    private static final Set<String> NAMES = Set.of(
            // Windows
            "thumbs.db",
            "ehthumbs.db",
            "desktop.ini",
            "$recycle.bin",
            "system volume information",
            // archives made on macOS; Synology, QNAP; the root of a Linux volume
            "__macosx",
            "@eadir",
            "#recycle",
            "@recycle",
            "lost+found");

    private Litter() {}

    /** Whether a name is that of litter; every name that begins with a dot is. */
    public static boolean is(String name) {
        return name.startsWith(".") || NAMES.contains(name.toLowerCase(Locale.ROOT));
    }
}
