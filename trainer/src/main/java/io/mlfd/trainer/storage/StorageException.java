package io.mlfd.trainer.storage;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.failure.KnownFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The volume is full, or cannot be read or written now: one line that names the path. */
public final class StorageException extends KnownFailure {
    private static final long serialVersionUID = 1;

    public StorageException(String message) {
        super(ExitCode.STORAGE, message);
    }

    public StorageException(String message, Throwable cause) {
        super(ExitCode.STORAGE, message, cause);
    }

    /** @param action what was tried, as in "cannot write" */
    public static StorageException of(String action, Path path, IOException cause) {
        return of(action, path.toString(), cause);
    }

    /** @param path as it is to be shown */
    public static StorageException of(String action, String path, IOException cause) {
        return new StorageException(path + ": " + action + ": " + reason(cause), cause);
    }

    /** Why, without the path that {@link FileSystemException} puts in front and without a class name alone. */
    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof NoSuchFileException) {
            return "does not exist";
        }
        if (cause instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
