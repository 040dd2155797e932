package io.mlfd.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the roles that ship are enough for, and that they are not enough for more: as accounts that have nothing else. */
@PartOfTheCluster
class UserRolesIT {
    private static final Path FILE = Path.of("src/test/resources/upgraded.yaml");
    private static final Path PROJECT = Path.of("../..");
    private static final String NAME = "three-sets";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Set<String> PLAYED = Set.of("editor", "viewer");

    @TempDir
    private Path folder;

    @Test
    void whatThePagesTellAnEditorToDoWorksAndNothingElse() throws Exception {
        List<DocumentedKubectl> commands = DocumentedKubectl.all();
        Scenario.play(scenario -> {
            User editor = user(scenario, "editor", "mlfd-edit");
            User viewer = user(scenario, "viewer", "mlfd-view");
            ClusterRun run = make(editor, scenario);
            for (DocumentedKubectl line : commands) {
                if (line.who().equals("await")) {
                    run.await(line.command(), LIMIT, s -> line.command().equals(s.phase()));
                } else if (PLAYED.contains(line.who())) {
                    play(line, line.who().equals("viewer") ? List.of(editor, viewer) : List.of(editor), scenario);
                }
            }
            scenario.run("quickstart").await("a stage runs", LIMIT, s -> "Running".equals(s.phase()));
            for (String beyond : beyondBoth(scenario)) {
                refused(editor, beyond);
                refused(viewer, beyond);
            }
            for (String write : List.of(
                    "kubectl apply -f manifests/samples/ffl-quickstart.yaml",
                    "kubectl patch mlfdrun quickstart --type merge -p '{\"spec\": {\"suspend\": true}}'",
                    "kubectl mlfd suspend quickstart",
                    "kubectl delete mlfdrun quickstart",
                    "kubectl delete mlfdruns --all")) {
                refused(viewer, write);
            }
            assertThat(scenario.run("quickstart").get().getMetadata().getDeletionTimestamp())
                    .isNull();
        });
    }

    /** Account, role, and a place where {@code kubectl} and its plug-in are found. */
    private record User(String name, Path kubeconfig, Path programs) {
        Kubectl.Output say(String command) throws IOException, InterruptedException {
            ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                    .directory(PROJECT.toFile())
                    .redirectErrorStream(true);
            builder.environment().put("KUBECONFIG", kubeconfig.toString());
            builder.environment().put("MLFD_BUILD", "never");
            builder.environment().merge("PATH", programs.toString(), (path, own) -> own + ":" + path);
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Kubectl.Output(process.waitFor(), text);
        }
    }

    private User user(Scenario scenario, String name, String role) throws IOException {
        scenario.kubectl().run("create", "serviceaccount", name);
        scenario.kubectl()
                .run(
                        "create",
                        "rolebinding",
                        name,
                        "--clusterrole=" + role,
                        "--serviceaccount=" + scenario.namespace() + ":" + name);
        String token = scenario.kubectl().run("create", "token", name).strip();
        var cluster = scenario.client().getConfiguration();
        Path kubeconfig = Files.writeString(folder.resolve(name + ".kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s", certificate-authority-data: %s}}]
                users: [{name: u, user: {token: %s}}]
                contexts: [{name: x, context: {cluster: c, user: u, namespace: %s}}]
                current-context: x
                """.formatted(
                        cluster.getMasterUrl(), cluster.getCaCertData(), token, scenario.namespace()));
        Path programs = Files.createDirectories(folder.resolve("bin-" + name));
        Files.createSymbolicLink(
                programs.resolve("kubectl"), Path.of(Settings.kubectl()).toAbsolutePath());
        Files.createSymbolicLink(
                programs.resolve("kubectl-mlfd"),
                PROJECT.resolve("kubectl-mlfd").toAbsolutePath().normalize());
        return new User(name, kubeconfig, programs);
    }

    /** Under the name that the pages use, with data sets of theirs. */
    private ClusterRun make(User editor, Scenario scenario) throws Exception {
        String text = Files.readString(FILE)
                .replace("name: upgraded", "name: " + NAME)
                .replace("name: shapes", "name: cifar10")
                .replace("name: glyphs", "name: signs")
                .replace("epochs: 10", "epochs: 30");
        Path file = Files.writeString(folder.resolve("three-sets.yaml"), text);
        Kubectl.Output made = editor.say("kubectl apply -f " + file);
        assertThat(made.exit()).as(made.text()).isZero();
        return scenario.run(NAME);
    }

    private static void play(DocumentedKubectl line, List<User> users, Scenario scenario) throws Exception {
        String command = line.command()
                // Who watches stays until he is stopped.
                .replaceFirst("(.*) -w$", "timeout 5 $1 -w; [ \\$? = 124 ]")
                .replace("-n NAMESPACE", "-n " + scenario.namespace())
                .replace("-n research", "-n " + scenario.namespace())
                .replace("RUN-STAGE-ATTEMPT", NAME + "-joint-1")
                .replace("mlfdrun NAME", "mlfdrun " + NAME);
        for (User user : users) {
            Kubectl.Output output = user.say(command);
            if (line.refusal().isPresent()) {
                assertThat(output.text())
                        .as(user.name() + ": " + command)
                        .contains(line.refusal().get());
                assertThat(output.exit()).as(user.name() + ": " + command).isNotZero();
            } else {
                assertThat(output.exit())
                        .as(user.name() + ": " + command + "\n" + output.text())
                        .isZero();
            }
        }
    }

    private static List<String> beyondBoth(Scenario scenario) {
        return List.of(
                "kubectl get secrets",
                "kubectl get configmaps",
                "kubectl get serviceaccounts",
                "kubectl get mlfdruns -A",
                "kubectl -n default get mlfdruns",
                "kubectl -n mlfd-system get pods",
                "kubectl get nodes",
                "kubectl get persistentvolumes",
                "kubectl get customresourcedefinitions",
                "kubectl create job mine --image=busybox",
                "kubectl run mine --image=busybox",
                "kubectl delete jobs --all",
                "kubectl delete pods --all",
                "kubectl delete persistentvolumeclaims --all",
                // By its address, since kubectl looks first whether the pod still runs.
                "kubectl create -f /dev/null --raw '/api/v1/namespaces/" + scenario.namespace()
                        + "/pods/quickstart/exec?command=true'",
                "kubectl create configmap mine --from-literal=a=b",
                "kubectl create secret generic mine --from-literal=a=b",
                "kubectl create token editor",
                "kubectl create rolebinding mine --clusterrole=admin --serviceaccount=" + scenario.namespace()
                        + ":editor",
                "kubectl patch mlfdrun quickstart --subresource=status --type merge -p '{\"status\": {\"phase\": \"Complete\"}}'",
                "kubectl patch customresourcedefinition mlfdruns.mlfd.io --type merge -p '{\"metadata\": {\"labels\": {\"a\": \"b\"}}}'",
                "kubectl get pods --as=system:admin");
    }

    private static void refused(User user, String command) throws Exception {
        Kubectl.Output output = user.say(command);
        assertThat(output.exit())
                .as(user.name() + ": " + command + "\n" + output.text())
                .isNotZero();
        assertThat(output.text()).as(user.name() + ": " + command).containsPattern("Forbidden|forbidden|you may not");
    }
}
