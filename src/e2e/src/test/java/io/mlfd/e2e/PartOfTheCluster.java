package io.mlfd.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A scenario that stays in its namespace, and minds neither another one beside it nor that this one kills the operator's
 * pods: it runs beside others of its kind.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("part-of-the-cluster")
@interface PartOfTheCluster {}
