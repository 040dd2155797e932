package io.mlfd.operator.observe;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Optional;

/**
 * A claim that is looked for.
 *
 * @param field of the run that names it
 */
public record ClaimLook(String field, String name, Optional<PersistentVolumeClaim> found) {}
