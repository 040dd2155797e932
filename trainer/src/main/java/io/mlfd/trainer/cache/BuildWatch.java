package io.mlfd.trainer.cache;

/**
 * Looks on while a cache is built. May throw to end it: finished shards stay, and the next build goes on behind them.
 */
@FunctionalInterface
public interface BuildWatch {
    /**
     * Called before every batch of images and every check of a shard.
     *
     * @param done images whose rows are on the disk or checked
     * @param images all images of the cache
     */
    void before(long done, long images);
}
