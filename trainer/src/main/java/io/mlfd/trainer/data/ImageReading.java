package io.mlfd.trainer.data;

import io.mlfd.trainer.storage.Disk;

/**
 * How the images of a folder are read.
 *
 * @param disk what they are read from
 * @param links which are followed
 * @param decodingBytes the most memory that the decoding of one image may take
 */
public record ImageReading(Disk disk, Links links, long decodingBytes) {
    /** In the half of this process's heap that the pixels of all images leave; there are no batches yet while images are read. */
    public static ImageReading inThisProcess(Disk disk, Links links) {
        return new ImageReading(disk, links, Runtime.getRuntime().maxMemory() / 2);
    }
}
