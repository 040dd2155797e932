package io.mlfd.trainer.engine;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The engine and the scope of this test are the CPU's, whatever the others compute on: it follows values of a CPU over so many
 * steps that the rounding of another device shows.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnCpu {}
