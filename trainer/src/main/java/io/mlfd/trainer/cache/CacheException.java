package io.mlfd.trainer.cache;

/** A cache that does not belong to the data: one line that names the file and what differs. */
public final class CacheException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CacheException(String message) {
        super(message);
    }
}
