package io.mlfd.images;

import io.mlfd.images.Image.Layer;
import io.mlfd.images.Wheel.Member;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The listed files of a wheel, and nothing else that may be in it.
 *
 * @param folder where they lie, each under the first ten digits of its own digest and its name
 */
record UnpackedWheel(Wheel wheel, Path folder) {

    /**
     * Below {@code parent}, in a folder of the wheel's digest. What lies there already is taken when it has the listed digests: its
     * times stay, and with them the layer that was packed of it.
     *
     * @throws IOException naming a listed file that the wheel lacks, or that has other bytes in it
     */
    static UnpackedWheel of(Wheel wheel, Path file, Path parent) throws IOException {
        UnpackedWheel unpacked = new UnpackedWheel(wheel, parent.resolve(wheel.sha256()));
        Files.createDirectories(unpacked.folder);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Member member : wheel.files()) {
                unpacked.take(member, zip);
            }
        }
        return unpacked;
    }

    private void take(Member member, ZipFile zip) throws IOException {
        Path target = file(member);
        if (Files.exists(target) && Digests.of(target).equals(member.sha256())) {
            return;
        }
        ZipEntry entry = zip.getEntry(member.path());
        if (entry == null) {
            throw new IOException(wheel.file() + " has no file " + member.path());
        }
        if (entry.getSize() != member.bytes()) {
            throw new IOException(String.format(
                    "%s: %s has %d bytes, %d are listed",
                    wheel.file(), member.path(), entry.getSize(), member.bytes()));
        }
        Path part = folder.resolve(target.getFileName() + ".part");
        try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        }
        String found = Digests.of(part);
        if (!found.equals(member.sha256())) {
            Files.delete(part);
            throw new IOException(wheel.file() + ": " + member.path() + " has sha256 " + found + " in the place of "
                    + member.sha256());
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(Member member) {
        return folder.resolve(member.sha256().substring(0, 10) + "-"
                + member.path().substring(member.path().lastIndexOf('/') + 1));
    }

    /** A layer of its own, so that a new version of one library moves that library only. */
    Layer layer() {
        List<Tree> trees = new ArrayList<>();
        for (Member member : wheel.files()) {
            trees.add(new Tree(wheel.project(), file(member), member.target()));
        }
        return new Layer(wheel.text(), List.copyOf(trees));
    }
}
