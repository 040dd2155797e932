package io.mlfd.trainer.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** This machine's disk, for tests that take it away in one respect. */
public abstract class ForwardingDisk implements Disk {
    private final Disk local = Disk.local();

    @Override
    public OutputStream create(Path file) throws IOException {
        return local.create(file);
    }

    @Override
    public void sync(Path path) throws IOException {
        local.sync(path);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        local.move(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        local.delete(path);
    }

    @Override
    public void createFolders(Path folder) throws IOException {
        local.createFolders(folder);
    }
}
