package io.mlfd.plan.network;

/** A stage's output: {@code channels} maps of {@code size} x {@code size}. */
public record StageShape(int channels, int size) {}
