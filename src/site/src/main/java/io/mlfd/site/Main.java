package io.mlfd.site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Called by the build: the repository's folder, the version, the folder of the site. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]).toAbsolutePath().normalize();
        Path out = Path.of(arguments[2]).toAbsolutePath().normalize();
        List<String> problems = new Site(root, arguments[1], out).write();
        if (!problems.isEmpty()) {
            throw new IllegalStateException("links that lead nowhere:\n" + String.join("\n", problems));
        }
    }
}
