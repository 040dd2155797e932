package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mlfd.api.StageStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the README, from a cluster without the operator to a report page on the own machine, as they stand there: Helm by its
 * library, in whose place the scenario's namespace is the current one. The release stands where the operator was installed before.
 */
@WholeCluster
class NewcomerIT {
    private static final Path PROJECT = Path.of("../..");
    private static final String RUN = "quickstart";
    private static final Set<String> LEFT = Set.of("CustomResourceDefinition", "Namespace");

    @TempDir
    private Path folder;

    @Test
    void fiveCommandsLeadToAReport() throws Exception {
        List<String> commands = commands();
        assertThat(commands).hasSize(5);
        for (String name : List.of("charts", "manifests")) {
            Files.createSymbolicLink(folder.resolve(name), PROJECT.resolve(name).toRealPath());
        }
        String release = release(commands.get(0));
        Scenario.play(scenario -> OperatorAside.replaced(
                scenario.client(),
                LEFT,
                () -> OwnedDefinition.during(scenario.client(), release, Settings.OPERATOR_NAMESPACE, () -> {
                    try {
                        for (String command : commands) {
                            carryOut(scenario, command);
                        }
                        whatIsThereThen(scenario);
                    } finally {
                        uninstall(scenario.client(), release);
                    }
                })));
    }

    /** The block that begins with Helm's. */
    private static List<String> commands() {
        String text = DocumentationPage.read(PROJECT.resolve("README.md")).text();
        int from = text.indexOf("```\nhelm install");
        assertThat(from).as("the block of commands in README.md").isNotNegative();
        return text.substring(from + "```\n".length(), text.indexOf("\n```", from))
                .lines()
                .map(line -> line.replaceAll(" +#.*", ""))
                .toList();
    }

    private static String release(String install) {
        return install.split(" ")[2];
    }

    private void carryOut(Scenario scenario, String command) throws IOException, InterruptedException {
        List<String> words = Arrays.asList(command.split(" "));
        if (command.startsWith("helm install ")) {
            install(scenario.client(), words);
        } else if (command.startsWith("kubectl mlfd ")) {
            plugin(scenario, 0, words.subList(2, words.size()));
        } else if (command.startsWith("kubectl apply -f ")) {
            scenario.kubectl().run("apply", "-f", folder.resolve(words.get(3)).toString());
        } else {
            assertThat(words).as("what opens a page").hasSize(2).startsWith("xdg-open");
            assertThat(Files.readString(folder.resolve(words.get(1))))
                    .contains("<html")
                    .contains("</html>");
        }
    }

    private void install(KubernetesClient client, List<String> words) {
        assertThat(words.subList(4, words.size()))
                .containsExactly("--namespace", Settings.OPERATOR_NAMESPACE, "--create-namespace");
        InstallCommand install = new Helm(folder.resolve(words.get(3)))
                .install()
                .withName(words.get(2))
                .withNamespace(words.get(5))
                .createNamespace()
                .withKubeConfig(client.getConfiguration().getFile().toPath());
        assertThat(install.call().getStatus()).isEqualTo("deployed");
    }

    private static void uninstall(KubernetesClient client, String release) {
        Helm.uninstall(release)
                .withNamespace(Settings.OPERATOR_NAMESPACE)
                .withKubeConfig(client.getConfiguration().getFile().toPath())
                .call();
    }

    /** What was fetched is what was trained, and no pod of the commands stays. */
    private void whatIsThereThen(Scenario scenario) throws Exception {
        List<String> fetched = digests(folder.resolve(RUN));
        for (StageStatus stage : scenario.run(RUN).get().getStatus().stages()) {
            for (StageStatus.Weights weights : stage.weights()) {
                if (stage.kind().equals("distill")) {
                    assertThat(fetched).contains(weights.digest());
                }
            }
        }
        assertThat(scenario.client()
                        .pods()
                        .inNamespace(scenario.namespace())
                        .withLabel("app.kubernetes.io/managed-by", "kubectl-mlfd")
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(plugin(scenario, 0, List.of("status", RUN))).contains("Done");
        assertThat(plugin(scenario, 0, List.of("logs", RUN, "joint"))).isNotBlank();
        assertThat(plugin(scenario, 20, List.of("status", "nobody"))).contains("there is no run \"nobody\"");
    }

    private static List<String> digests(Path folder) throws Exception {
        List<String> digests = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                digests.add(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
            }
        }
        return digests;
    }

    /** As kubectl calls a plug-in, in a folder with the project's own below it. */
    private String plugin(Scenario scenario, int exit, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(PROJECT.resolve("kubectl-mlfd").toRealPath().toString()));
        command.addAll(arguments);
        command.addAll(List.of("--namespace", scenario.namespace()));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("MLFD_BUILD", "never");
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isEqualTo(exit);
        return text;
    }
}
