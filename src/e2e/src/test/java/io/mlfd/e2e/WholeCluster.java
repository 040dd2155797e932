package io.mlfd.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A scenario that changes what others stand on (the definition, the installed operator, who holds Jobs), fills the node, or
 * measures: it runs alone.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("whole-cluster")
@interface WholeCluster {}
