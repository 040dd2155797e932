package io.mlfd.trainer.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How this program was started, so that it can start itself. */
final class OwnCommand {
    /** The same JVM with the same options on the same classes, and these arguments. */
    List<String> with(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        String classes = System.getProperty("java.class.path");
        if (classes.endsWith(".jar") && !classes.contains(java.io.File.pathSeparator)) {
            command.addAll(List.of("-jar", Path.of(classes).toAbsolutePath().toString()));
        } else {
            command.addAll(List.of("-cp", classes, Main.class.getName()));
        }
        command.addAll(Arrays.asList(arguments));
        return List.copyOf(command);
    }
}
