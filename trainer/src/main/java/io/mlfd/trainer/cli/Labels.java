package io.mlfd.trainer.cli;

import java.util.Locale;

/** DNS labels out of file names. */
final class Labels {
    private Labels() {}

    /** Lower-case letters, digits and dashes of a name, at most {@code length}; {@code otherwise} when nothing is left. */
    static String of(String name, int length, String otherwise) {
        String label = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        label = label.substring(0, Math.min(length, label.length())).replaceAll("^-+|-+$", "");
        return label.isEmpty() ? otherwise : label;
    }
}
