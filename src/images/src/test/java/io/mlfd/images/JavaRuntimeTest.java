package io.mlfd.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

// The runtime that is linked is the one that runs the tests.
@EnabledOnJre(JRE.JAVA_17)
class JavaRuntimeTest {

    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC");
    private static final String BUILT = "2020-01-01T00:00:00Z";

    /** What files of an image have. */
    private static final String FIXED = "1970-01-01T00:00:01Z";

    @TempDir
    static Path linked;

    private static Path runtime;
    private static Path again;
    private static Application built;
    private static Path made;

    @TempDir
    Path folder;

    @BeforeAll
    static void link() throws Exception {
        runtime = linked.resolve("java");
        LinkedRuntime.link(runtime);
        again = linked.resolve("again");
        LinkedRuntime.link(again);
        built = application(linked.resolve("built"), BUILT);
        made = archives(built).make(runtime, linked);
    }

    @Test
    void linkingTwiceGivesTheSameBytes() throws IOException {
        assertThat(contents(again))
                .isEqualTo(contents(runtime))
                .containsKeys(
                        "bin/java",
                        "lib/security/cacerts",
                        "lib/tzdb.dat",
                        "legal/java.base/LICENSE",
                        "legal/java.desktop/LICENSE");
    }

    @Test
    void itAsksItsBaseForNothingThatDrawsOnScreens() throws IOException {
        List<String> needed = Folders.files(runtime).stream()
                .flatMap(file -> needed(file).stream())
                .distinct()
                .toList();

        assertThat(needed)
                .contains("libc.so.6", "libjvm.so")
                .noneMatch(name -> name.matches("lib(X.*|asound|freetype|harfbuzz|gif|png16)\\.so.*"));
    }

    @Test
    void anApplicationStartsWithItsClassesWhereAContainerStarts() throws Exception {
        Path image = image();

        Programs.Ended ended = start(image.resolve("tmp"), "-Xshare:on");

        assertThat(ended.said()).isEqualTo("hello");
        assertThat(ended.code()).isZero();
        assertThat(folder.resolve("loaded"))
                .content()
                .contains(
                        Hello.class.getName() + " source: shared objects file (top)",
                        "java.lang.String source: shared");
    }

    @Test
    void inAnotherFolderItStartsWithoutThemAndSaysNothing() throws Exception {
        Path image = image();

        Programs.Ended ended = start(
                Files.createDirectories(image.resolve("deeper/folder")), "-Xlog:cds=off", "-Xlog:cds+dynamic=off");

        assertThat(ended.said()).isEqualTo("hello");
        assertThat(folder.resolve("loaded")).content().doesNotContain("(top)");
    }

    @Test
    void classesOfAJarWithAnotherTimeAreRefused() throws Exception {
        Path image = folder.resolve("image");
        Files.createDirectories(image.resolve("tmp"));
        application(image.resolve("app"), BUILT);

        assertThat(start(image.resolve("tmp"), "-Xshare:on").code()).isNotZero();
    }

    @Test
    void archivesAreMadeOnceOfWhatTheyAreMadeOf() throws Exception {
        Map<String, String> bytes = contents(made);

        Path found = archives(built).make(again, linked);
        assertThat(found).isEqualTo(made);
        assertThat(contents(found)).isEqualTo(bytes).hasSize(2);

        Application changed = application(folder.resolve("built"), BUILT);
        Files.writeString(changed.folder().resolve("lib/a.jar"), "changed");
        assertThat(archives(changed).make(runtime, linked)).isNotEqualTo(made).exists();
    }

    @Test
    void theOrderInWhichTheEnvironmentIsWalkedMakesNoOtherArchives() throws Exception {
        Map<String, String> forwards = new TreeMap<>(Map.of("A", "1", "B", "2"));
        Map<String, String> backwards = new TreeMap<>(Comparator.reverseOrder());
        backwards.putAll(forwards);

        Path first = new ClassArchives(built, FLAGS, List.of(), forwards).make(runtime, folder);

        assertThat(new ClassArchives(built, FLAGS, List.of(), backwards).make(runtime, folder))
                .isEqualTo(first)
                .isNotEqualTo(made);
    }

    @Test
    void twoImagesOfOneApplicationAreEqualAndStartWithTheirOwnJava() throws Exception {
        JavaRuntime java = new JavaRuntime.Own(runtime, archives(built).make(runtime, linked));
        JavaRuntime later = new JavaRuntime.Own(again, archives(built).make(again, linked));
        // What a runtime takes of its system, however the JDK of this build is linked.
        Base base = SmallBase.of(
                folder,
                Folders.files(runtime).stream()
                        .flatMap(file -> needed(file).stream())
                        .distinct()
                        .sorted()
                        .map(name -> "usr/lib/" + name)
                        .toList(),
                0);

        Image.Built one = image(built, java).build(base, folder.resolve("out1"), folder.resolve("jib1"));
        Image.Built two = image(built, later).build(base, folder.resolve("out2"), folder.resolve("jib2"));

        assertThat(two.digest()).isEqualTo(one.digest());
        assertThat(image(built, java).environment())
                .containsEntry("JAVA_HOME", "/opt/java")
                .hasEntrySatisfying("PATH", path -> assertThat(path).startsWith("/opt/java/bin:"));
        assertThat(image(built, java).entrypoint())
                .startsWith("java")
                .contains("-XX:SharedArchiveFile=/app/classes/java.jsa:/app/classes/application.jsa")
                .endsWith("-jar", "/app/quarkus-run.jar");
    }

    @Test
    void whatTheApplicationSaidStandsWhereThereIsNoArchive() throws Exception {
        Application application = application(folder.resolve("built"), BUILT);
        Files.writeString(application.folder().resolve(Application.START), "no jar");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> archives(application).make(runtime, folder))
                .withMessageContaining("no class archive of " + application.folder())
                .withMessageContaining("corrupt jarfile");
        assertThat(folder.resolve("classes.part/archives/application.jsa")).doesNotExist();
    }

    /** What the applications of these tests do. */
    static final class Hello {
        private Hello() {}

        @SuppressWarnings("SystemOut") // the process that it runs in is looked at from outside
        public static void main(String[] arguments) {
            System.out.println("hello");
        }
    }

    private static ClassArchives archives(Application application) {
        return new ClassArchives(application, FLAGS, List.of(), Map.of());
    }

    private static Image image(Application application, JavaRuntime java) {
        return Images.operator(application, java, new Origin("1", Optional.empty(), Optional.empty()));
    }

    /** A folder with an application as it lies in an image, and the folder where containers start. */
    private Path image() throws IOException {
        Path image = folder.resolve("image");
        Files.createDirectories(image.resolve("tmp"));
        application(image.resolve("app"), FIXED);
        return image;
    }

    private Programs.Ended start(Path from, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                runtime.resolve("bin/java").toString(),
                "-XX:SharedArchiveFile=" + ClassArchives.in(made.toString()),
                "-Xlog:class+load:file=" + folder.resolve("loaded")));
        command.addAll(FLAGS);
        command.addAll(List.of(options));
        command.addAll(
                List.of("-jar", folder.resolve("image/app/" + Application.START).toString()));
        return Programs.start(from, command, Map.of());
    }

    private static Application application(Path root, String time) throws IOException {
        Files.createDirectories(root);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Hello.class.getName());
        String entry = Hello.class.getName().replace('.', '/') + ".class";
        Path jar = root.resolve(Application.START);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(file, manifest);
                var code = Hello.class.getResourceAsStream("/" + entry)) {
            JarEntry hello = new JarEntry(entry);
            hello.setTime(0);
            zip.putNextEntry(hello);
            code.transferTo(zip);
        }
        for (String part : List.of("lib/a.jar", "app/b.jar", "quarkus/c.dat")) {
            Files.createDirectories(root.resolve(part).getParent());
            Files.writeString(root.resolve(part), part);
        }
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse(time)));
        return new Application(root, jar, root.resolve("lib"));
    }

    private static List<String> needed(Path file) {
        try {
            return NeededLibraries.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (Path file : Folders.files(root)) {
            contents.put(root.relativize(file).toString(), Digests.of(file));
        }
        return contents;
    }
}
