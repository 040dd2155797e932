package io.mlfd.trainer.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How this program was started, so that it can start itself. */
final class OwnCommand {
    /** Separated by commas: the JVM options that the launcher gave to this process alone. */
    private static final String OF_THIS_PROCESS = "mlfd.runner.options";

    /**
     * The same JVM with the same options on the same classes, but for what is of this process alone, and with these
     * arguments.
     */
    List<String> with(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(passedOn(
                ManagementFactory.getRuntimeMXBean().getInputArguments(), System.getProperty(OF_THIS_PROCESS, "")));
        String classes = System.getProperty("java.class.path");
        if (classes.endsWith(".jar") && !classes.contains(java.io.File.pathSeparator)) {
            command.addAll(List.of("-jar", Path.of(classes).toAbsolutePath().toString()));
        } else {
            command.addAll(List.of("-cp", classes, Main.class.getName()));
        }
        command.addAll(Arrays.asList(arguments));
        return List.copyOf(command);
    }

    /** Each option of this process is left out once: the user may have named the same one for all. */
    static List<String> passedOn(List<String> options, String ofThisProcess) {
        List<String> passed = new ArrayList<>(options);
        passed.removeIf(option -> option.startsWith("-D" + OF_THIS_PROCESS + "="));
        for (String option : ofThisProcess.split(",", -1)) {
            passed.remove(option);
        }
        return List.copyOf(passed);
    }
}
