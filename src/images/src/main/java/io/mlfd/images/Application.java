package io.mlfd.images;

import io.mlfd.images.Image.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What Quarkus packaged of one module, and the papers that go with it.
 *
 * @param folder {@code quarkus-app}
 * @param sbom its bill of materials
 * @param notices folder of its licence notices
 */
record Application(Path folder, Path sbom, Path notices) {

    /** Where it lies in the image. */
    static final String FOLDER = "/app";

    /** The jar that starts it. */
    static final String START = "quarkus-run.jar";

    /** Where images keep what comes with a program and is not run. */
    static final String PAPERS = "/usr/share/doc/mlfd";

    /**
     * Of the module that lies in {@code root/name}; writes {@code out/name.cdx.json} and {@code out/notices/name}.
     *
     * @throws IllegalArgumentException where a library is not in the bill of materials or has no known licence
     */
    static Application of(Path root, String name, Path out) throws IOException {
        Path target = root.resolve(name).resolve("target");
        Path folder = target.resolve("quarkus-app");
        Sbom sbom = Sbom.read(target.resolve("sbom.json"));
        List<Path> jars = Folders.files(folder.resolve("lib"));
        sbom.check(jars.stream().map(jar -> jar.getFileName().toString()).toList());
        Path notices = out.resolve("notices").resolve(name);
        Notices.write(root.resolve("LICENSE"), sbom, jars, notices);
        Path copy = out.resolve(name + ".cdx.json");
        Files.copy(sbom.file(), copy, StandardCopyOption.REPLACE_EXISTING);
        return new Application(folder, copy, notices);
    }

    /** Libraries and the application apart: a new build of the same version then moves a few hundred kilobytes. */
    List<Layer> layers() {
        return List.of(
                new Layer("libraries", List.of(new Tree("libraries", folder.resolve("lib"), FOLDER + "/lib"))),
                new Layer("notices", List.of(new Tree("notices", notices, PAPERS + "/licences"))),
                new Layer(
                        "application",
                        List.of(
                                new Tree("app", folder.resolve("app"), FOLDER + "/app"),
                                new Tree("quarkus", folder.resolve("quarkus"), FOLDER + "/quarkus"),
                                new Tree("start", folder.resolve(START), FOLDER + "/" + START),
                                new Tree("bill of materials", sbom, PAPERS + "/sbom.cdx.json"))));
    }
}
