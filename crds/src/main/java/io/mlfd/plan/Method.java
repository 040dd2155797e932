package io.mlfd.plan;

import io.mlfd.api.MethodSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A distillation method, as far as a plan goes: how its part of a spec becomes stages. {@link Methods} lists them all. */
public interface Method {
    /** Its field below {@code spec.method}. */
    String name();

    /** For headings. */
    String title();

    /** What it does, and where it was published; one line. */
    String source();

    /** Names of its stages in the order of a plan, controls last; what differs stands in angle brackets. */
    List<String> stages();

    /** A run of under a minute or two on generated images, from the project's root. */
    default String sample() {
        String hyphened = name().replaceAll("[A-Z]", "-$0").toLowerCase(Locale.ROOT);
        return "manifests/samples/" + hyphened + "-quickstart.yaml";
    }

    /** This method's part of a spec, empty where the spec names another one. */
    Optional<MethodPlan> of(MethodSpec spec);
}
