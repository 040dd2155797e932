package io.mlfd.result;

import java.util.Locale;

/**
 * What a network is in its method: the same column of the result table for every data set.
 *
 * @param id names it in status, reports and comparisons; never changed once released
 * @param label for heads of tables
 * @param explanation for people who see the label for the first time; a clause in lower case
 */
public record Role(String id, String label, String explanation) {
    /** The label within a sentence: with a small letter, unless it begins with an abbreviation. */
    public String inText() {
        boolean abbreviated = label.length() > 1 && Character.isUpperCase(label.charAt(1));
        return abbreviated ? label : label.substring(0, 1).toLowerCase(Locale.ROOT) + label.substring(1);
    }
}
