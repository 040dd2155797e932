package io.mlfd.trainer.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

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

    @Override
    public SeekableByteChannel open(Path file) throws IOException {
        return local.open(file);
    }

    @Override
    public DirectoryStream<Path> list(Path folder) throws IOException {
        return local.list(folder);
    }

    @Override
    public BasicFileAttributes attributes(Path path) throws IOException {
        return local.attributes(path);
    }

    @Override
    public BasicFileAttributes ownAttributes(Path path) throws IOException {
        return local.ownAttributes(path);
    }

    @Override
    public Path real(Path path) throws IOException {
        return local.real(path);
    }
}
