package io.mlfd.e2e;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** The Helm chart, as Helm itself reads it. */
final class Chart {
    static final Path FOLDER = Path.of("../../charts/mlfd-operator");

    /** The oldest that the project takes. */
    static final String KUBERNETES = "1.29.0";

    static final String DEPLOYMENT = "Deployment/mlfd-system/mlfd-operator";
    /** Pointers into it. */
    static final String POD = "/spec/template/spec";

    static final String CONTAINER = POD + "/containers/0";

    private Chart() {}

    static Helm helm() {
        return new Helm(FOLDER);
    }

    /**
     * What {@code helm template} gives for a release in {@code mlfd-system}.
     *
     * @param values YAML
     * @throws IllegalStateException when Helm refuses
     */
    static ClusterObjects render(Path folder, String values) throws IOException {
        return render(folder, Settings.OPERATOR_NAMESPACE, KUBERNETES, values);
    }

    /** The same in another namespace of a cluster of another version. */
    static ClusterObjects render(Path folder, String namespace, String kubernetes, String values) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), values);
        return ClusterObjects.read(helm().template()
                .withName("mlfd")
                .withNamespace(namespace)
                .withKubeVersion(kubernetes)
                .withValuesFile(file)
                .call());
    }

    /** What {@code helm install} tells, without a cluster. */
    static String notes(Path folder, String values) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), values);
        String told = helm().install()
                .withName("mlfd")
                .withNamespace(Settings.OPERATOR_NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(file)
                .clientOnly()
                .dryRun()
                .call()
                .getOutput();
        return told.substring(told.indexOf("NOTES:"));
    }

    /** Of the operator's environment: the variable's value, or nothing where it is not set. */
    static List<String> variable(ClusterObjects chart, String name) {
        return StreamSupport.stream(chart.get(DEPLOYMENT).at(CONTAINER + "/env").spliterator(), false)
                .filter(variable -> variable.get("name").asText().equals(name))
                .map(variable -> variable.get("value").asText())
                .toList();
    }
}
