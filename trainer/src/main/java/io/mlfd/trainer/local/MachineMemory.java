package io.mlfd.trainer.local;

/**
 * The memory of this machine, or of the container that this process is in.
 *
 * @param total bytes, of all processes
 * @param pixels bytes that a stage keeps pixels in at most, which is half of its heap
 */
public record MachineMemory(long total, long pixels) {}
