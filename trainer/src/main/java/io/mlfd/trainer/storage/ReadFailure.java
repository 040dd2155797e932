package io.mlfd.trainer.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Set;

/** What it means that something cannot be read. Nothing else decides that. */
public enum ReadFailure {
    /** There is nothing at that path, or no path like that. */
    MISSING,
    /** It is there, and this process may not read it. */
    FORBIDDEN,
    /**
     * The storage broke or did not answer: an I/O error, a stale handle, a mount that is away. It may pass by itself and
     * says nothing of what is stored.
     */
    PASSING;

    /** ENOTDIR, ELOOP and ENAMETOOLONG, for which Java has words only. */
    private static final Set<String> NO_SUCH_PATH = Set.of(
            "Not a directory",
            "Too many levels of symbolic links",
            "Too many levels of symbolic links or unable to access attributes of symbolic link",
            "File name too long");

    public static ReadFailure of(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return FORBIDDEN;
        }
        boolean missing = failure instanceof NoSuchFileException
                || failure instanceof NotDirectoryException
                || failure instanceof FileSystemLoopException
                || (failure instanceof FileSystemException system
                        && system.getReason() != null
                        && NO_SUCH_PATH.contains(system.getReason()));
        return missing ? MISSING : PASSING;
    }
}
