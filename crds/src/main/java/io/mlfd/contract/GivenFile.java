package io.mlfd.contract;

/**
 * A file that a user gives.
 *
 * @param dataset below whose data root it lies
 * @param path below that root
 */
public record GivenFile(String dataset, String path) {}
