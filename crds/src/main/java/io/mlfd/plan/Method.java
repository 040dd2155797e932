package io.mlfd.plan;

import io.mlfd.api.MethodSpec;
import java.util.Optional;

/** A distillation method, as far as a plan goes: how its part of a spec becomes stages. {@link Methods} lists them all. */
public interface Method {
    /** Its field below {@code spec.method}. */
    String name();

    /** For headings. */
    String title();

    /** What it does, and where it was published; one line. */
    String source();

    /** This method's part of a spec, empty where the spec names another one. */
    Optional<MethodPlan> of(MethodSpec spec);
}
