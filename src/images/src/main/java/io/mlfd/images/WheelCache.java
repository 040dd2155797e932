package io.mlfd.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Wheels as they were downloaded, each under its own name, whole and with the listed digest. Where all of them lie there
 * nothing is asked of any index.
 *
 * @param folder made where it is missing
 * @param log a line for each wheel that is downloaded
 */
record WheelCache(Path folder, PackageIndex index, PrintStream log) {

    private static final int BUFFER = 1 << 20;

    /**
     * The wheel, downloaded where it is missing; what a broken download left is gone on with.
     *
     * @throws IOException naming the wheel: no such file, no room, a connection that broke, another digest
     */
    Path get(Wheel wheel) throws IOException {
        Path file = folder.resolve(wheel.file());
        if (Files.exists(file)) {
            String found = Digests.of(file);
            if (!found.equals(wheel.sha256())) {
                throw new IOException(file + " has sha256 " + found + " in the place of " + wheel.sha256()
                        + ": remove it, or list another wheel");
            }
            return file;
        }
        Files.createDirectories(folder);
        Path part = folder.resolve(wheel.file() + ".part");
        long have = Files.exists(part) ? Files.size(part) : 0;
        if (have < wheel.bytes()) {
            download(wheel, part, have);
        }
        String found = Digests.of(part);
        if (!found.equals(wheel.sha256())) {
            // Going on from these bytes would never come to the right ones.
            Files.delete(part);
            throw new IOException(wheel.file() + " of " + index.base() + " has sha256 " + found + " in the place of "
                    + wheel.sha256() + ": it was not kept");
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }

    private void download(Wheel wheel, Path part, long have) throws IOException {
        long missing = wheel.bytes() - have;
        long room = Files.getFileStore(folder).getUsableSpace();
        if (room < missing) {
            throw new IOException(String.format(
                    "%s: %s needs %.1f MB more, %.1f MB are free: make room, or name another folder by -Dmlfd.wheels",
                    folder, wheel.file(), missing / 1e6, room / 1e6));
        }
        log.printf(
                "images: downloads %s, %.1f MB%s, from %s%n",
                wheel.text(),
                wheel.bytes() / 1e6,
                have == 0 ? "" : String.format(" less the %.1f MB that are there", have / 1e6),
                index.base().getHost());
        HttpURLConnection connection = index.open(index.find(wheel), have);
        boolean goesOn = connection.getResponseCode() == 206;
        if (goesOn
                && !String.valueOf(connection.getHeaderField("Content-Range")).startsWith("bytes " + have + "-")) {
            throw new IOException(wheel.file() + ": the server sends another part of it than was asked for");
        }
        long size = goesOn ? have : 0;
        try (InputStream in = connection.getInputStream();
                OutputStream out = Files.newOutputStream(
                        part,
                        StandardOpenOption.CREATE,
                        goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size > wheel.bytes()) {
                    throw new IOException("more bytes come than the " + wheel.bytes() + " that are listed");
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new IOException(
                    wheel.file() + ": " + e.getMessage() + "; the same command again goes on from " + Files.size(part)
                            + " bytes",
                    e);
        }
        if (size < wheel.bytes()) {
            throw new IOException(wheel.file() + ": the connection ended after " + size + " of " + wheel.bytes()
                    + " bytes; the same command again goes on from there");
        }
    }
}
