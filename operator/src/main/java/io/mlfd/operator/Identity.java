package io.mlfd.operator;

import java.util.Optional;

/** Which operator this is, in events and on the lease. */
public final class Identity {
    /** Kubernetes sets it to the pod's name. */
    public static final String VARIABLE = "HOSTNAME";

    private Identity() {}

    public static String of(Optional<String> hostname) {
        return hostname.filter(name -> !name.isBlank()).orElse("mlfd-operator");
    }
}
