package io.mlfd.trainer.check;

import java.util.List;

/**
 * Something odd, which stops nothing.
 *
 * @param text one line
 * @param all what it is about, a line each, as far as that is more than the text says
 */
public record Note(String text, List<String> all) {
    public Note {
        all = List.copyOf(all);
    }
}
