package io.mlfd.trainer.cli;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.cli.kubectl.Clients;
import io.mlfd.trainer.cli.kubectl.ClusterSurroundings;
import io.mlfd.trainer.cli.kubectl.KubectlCommands;
import io.mlfd.trainer.failure.KnownFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, and how they fail: one line on stderr, with a stack trace only where it was asked for. */
final class MlfdCommandLine {
    static final int USAGE = 2;
    static final int UNEXPECTED = 1;

    private static final int WIDTH = 110;

    private final Surroundings surroundings;

    MlfdCommandLine(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "mlfd",
            description =
                    "Trains small image classifiers that learn from other networks, on one machine or on a cluster.",
            footer = {"", "Example:", "  ./mlfd run manifests/samples/quickstart.yaml"})
    private static final class Top {}

    int execute(String... args) {
        return commandLine().execute(args);
    }

    CommandLine commandLine() {
        CommandLine top = new CommandLine(new Top());
        List.of(
                        new RunCommand(surroundings),
                        new PlanCommand(surroundings),
                        new ValidateCommand(surroundings),
                        new InitCommand(surroundings),
                        new CheckCommand(surroundings),
                        new ReportCommand(surroundings),
                        new CompareCommand(surroundings),
                        new StageCommand(surroundings),
                        new ModelsCommand(surroundings),
                        new MethodsCommand(surroundings))
                .forEach(top::addSubcommand);
        top.addSubcommand(KubectlCommands.commandLine(new ClusterSurroundings(
                surroundings.out(),
                surroundings.workingDirectory(),
                surroundings.clock(),
                wait -> LockSupport.parkNanos(wait.toNanos()),
                Clients.ofThisMachine())));
        top.getSubcommands().values().forEach(this::common);
        top.getSubcommands().get("kubectl").getSubcommands().values().forEach(this::common);
        common(top);
        top.setOut(surroundings.out());
        top.setErr(surroundings.err());
        top.setCaseInsensitiveEnumValuesAllowed(false);
        top.setParameterExceptionHandler(this::misused);
        top.setExecutionExceptionHandler(this::failed);
        return top;
    }

    private void common(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true).version("mlfd " + surroundings.version());
        command.getCommandSpec()
                .usageMessage()
                .width(WIDTH)
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes());
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "done");
        codes.put(Integer.toString(UNEXPECTED), "a failure that is not in this list");
        codes.put(Integer.toString(USAGE), "the command line is wrong");
        for (ExitCode code : ExitCode.values()) {
            if (code != ExitCode.DONE) {
                codes.put(Integer.toString(code.status()), meaning(code));
            }
        }
        return codes;
    }

    private static String meaning(ExitCode code) {
        return switch (code) {
            case DONE -> "done";
            case STOPPED -> "stopped on request; the next call goes on from the checkpoint";
            case BAD_ORDER -> "the run file or the configuration is wrong";
            case BAD_INPUT -> "input is missing, changed or corrupt";
            case STORAGE -> "a folder is full, in use or cannot be read or written";
            case DIVERGED -> "a loss became NaN or infinite";
            case OUT_OF_MEMORY -> "out of memory";
        };
    }

    private int misused(ParameterException e, String[] args) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName();
        String message = e instanceof UnmatchedArgumentException unmatched
                ? unknown(unmatched)
                : e.getMessage().lines().findFirst().orElse("wrong usage");
        surroundings.err().println(name + ": " + message + " (see " + name + " --help)");
        return USAGE;
    }

    private static String unknown(UnmatchedArgumentException e) {
        List<String> meant = e.getSuggestions();
        return "unknown: " + String.join(" ", e.getUnmatched())
                + (meant.isEmpty() ? "" : "; did you mean " + String.join(", ", meant) + "?");
    }

    private int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        boolean verbose = command.getCommand() instanceof VerboseCommand asked && asked.verbose();
        int exit = tell(e);
        if (verbose) {
            e.printStackTrace(surroundings.err());
        }
        return exit;
    }

    private int tell(Exception e) {
        if (e instanceof CommandException problem) {
            problem.lines().forEach(surroundings::complain);
            return problem.exit().status();
        }
        if (e instanceof KnownFailure problem) {
            surroundings.complain(problem.getMessage());
            return problem.exit().status();
        }
        surroundings.complain("unexpected " + e.getClass().getSimpleName() + ": "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                + " (a defect of this program; --verbose shows where)");
        return UNEXPECTED;
    }
}
