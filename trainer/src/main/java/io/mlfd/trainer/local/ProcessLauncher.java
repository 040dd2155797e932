package io.mlfd.trainer.local;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Starts a process of this machine for each stage, which inherit this process's environment but for what would steer the threads
 * of libtorch's OpenMP: their number is the order's, and {@code OMP_THREAD_LIMIT=1} has a stage of two wait for ever,
 * {@code OMP_PROC_BIND=true} puts all stages on one core.
 */
public final class ProcessLauncher implements ChildLauncher {
    private static final Pattern OF_OPENMP = Pattern.compile("(OMP|GOMP|KMP)_.*");

    private final List<String> command;
    private final ContractJson json = new ContractJson();

    /** @param command that carries out the order in its environment */
    public ProcessLauncher(List<String> command) {
        this.command = List.copyOf(command);
    }

    @Override
    public Child launch(StageOrder order, Path report, Path log) throws IOException {
        ProcessBuilder builder =
                inCleanEnvironment(command).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put(StageOrder.ENVIRONMENT_VARIABLE, json.write(order));
        builder.environment().put(StageReport.PATH_VARIABLE, report.toString());
        builder.environment().put(PARENT_VARIABLE, PARENT_PIPE);
        return new OsChild(builder.start());
    }

    /** All that it says comes on one stream. */
    static ProcessBuilder inCleanEnvironment(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> OF_OPENMP.matcher(name).matches());
        return builder;
    }

    private record OsChild(Process process) implements Child {
        @Override
        public OptionalInt exit() {
            return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
        }

        @Override
        public void stop() {
            // Not Process.destroy(), which also closes the pipe: the signal alone says what is meant.
            process.toHandle().destroy();
        }

        @Override
        public void kill() {
            process.toHandle().destroyForcibly();
        }
    }
}
