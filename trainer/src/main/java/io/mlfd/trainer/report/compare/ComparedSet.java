package io.mlfd.trainer.report.compare;

import io.mlfd.contract.NetworkSpec;
import java.util.List;

/**
 * A data set that runs have in common: the same images and the same network.
 *
 * @param fingerprint of its images
 * @param network the data set's own
 */
public record ComparedSet(
        String name, String fingerprint, NetworkSpec network, int train, int test, List<ComparedNetwork> networks) {
    public ComparedSet {
        networks = List.copyOf(networks);
    }
}
