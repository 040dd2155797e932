package io.mlfd.images;

import io.mlfd.images.Image.Layer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What runs an image's application: the base's Java, or one that the image brings. */
sealed interface JavaRuntime {

    /** What lies beneath the application: it changes less often. */
    List<Layer> beneath();

    /** What lies above the application, because it is made of it. */
    List<Layer> above();

    /** What it changes in the base's environment. */
    Map<String, String> environment();

    /** @param flags of the JVM, the application's own */
    List<String> command(List<String> flags);

    /** The Java 17 runtime on the base's {@code PATH}. */
    record OfBase() implements JavaRuntime {
        @Override
        public List<Layer> beneath() {
            return List.of();
        }

        @Override
        public List<Layer> above() {
            return List.of();
        }

        @Override
        public Map<String, String> environment() {
            return Map.of();
        }

        @Override
        public List<String> command(List<String> flags) {
            return java(flags);
        }
    }

    /**
     * A runtime that {@link LinkedRuntime} made, and classes that it parsed ahead.
     *
     * @param folder of the runtime
     * @param classes folder of {@link ClassArchives}
     */
    record Own(Path folder, Path classes) implements JavaRuntime {

        private static final String TARGET = "/opt/java";
        private static final String ARCHIVES = Application.FOLDER + "/classes";

        @Override
        public List<Layer> beneath() {
            return List.of(new Layer("java", List.of(new Tree("java", folder, TARGET, Tree.PROGRAM))));
        }

        @Override
        public List<Layer> above() {
            return List.of(new Layer("classes", List.of(new Tree("classes", classes, ARCHIVES))));
        }

        @Override
        public Map<String, String> environment() {
            // Programs that are started in a container by name, such as jcmd, are found too.
            return Map.of(
                    "JAVA_HOME",
                    TARGET,
                    "PATH",
                    TARGET + "/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        }

        @Override
        public List<String> command(List<String> flags) {
            List<String> all = new ArrayList<>(flags);
            all.add("-XX:SharedArchiveFile=" + ClassArchives.in(ARCHIVES));
            // That a flag of JDK_JAVA_OPTIONS, or another working directory, makes the archives useless is no news.
            all.addAll(List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
            return java(all);
        }
    }

    /** The JVM is process 1: it handles SIGTERM itself and starts no children that nobody would wait for. */
    private static List<String> java(List<String> flags) {
        List<String> command = new ArrayList<>(List.of("java", "-XX:-UsePerfData", "-Djava.io.tmpdir=/tmp"));
        command.addAll(flags);
        command.addAll(List.of("-jar", Application.FOLDER + "/" + Application.START));
        return List.copyOf(command);
    }
}
