package io.mlfd.operator;

import java.util.Optional;

/** Which operator this is, in events and on the lease. */
final class Identity {
    /** Kubernetes sets it to the pod's name. */
    static final String VARIABLE = "HOSTNAME";

    private Identity() {}

    static String of(Optional<String> hostname) {
        return hostname.filter(name -> !name.isBlank()).orElse("mlfd-operator");
    }
}
