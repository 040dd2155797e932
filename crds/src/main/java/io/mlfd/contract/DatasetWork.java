package io.mlfd.contract;

/**
 * A data set as a stage sees it.
 *
 * @param network the architecture that is trained for it
 */
public record DatasetWork(String name, DataSource source, NetworkSpec network) {}
