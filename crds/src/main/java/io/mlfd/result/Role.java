package io.mlfd.result;

/**
 * What a network is in its method: the same column of the result table for every data set.
 *
 * @param id names it in status, reports and comparisons; never changed once released
 * @param label for heads of tables
 * @param explanation for people who see the label for the first time; a clause in lower case
 */
public record Role(String id, String label, String explanation) {}
