package io.mlfd.e2e;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A claim with data sets on it. The files go through the API server to a pod of the trainer's image, so that this works
 * on any cluster and under {@code restricted}, and no image holds data.
 */
final class DataClaim {
    private static final String LOADER = "load-datasets";
    private static final int BUFFER = 1 << 16;

    private final KubernetesClient client;
    private final String namespace;

    DataClaim(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Makes the claim with the folders {@code names} of {@code root}; with no names it stays empty. */
    void fill(Path root, List<String> names) throws IOException {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(Settings.DATA_CLAIM)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withAccessModes("ReadWriteOnce")
                        .withNewResources()
                        .addToRequests("storage", new Quantity("1Gi"))
                        .endResources()
                        .endSpec()
                        .build())
                .create();
        client.resource(program()).create();
        client.resource(pod()).create();
        PodResource loader = client.pods().inNamespace(namespace).withName(LOADER);
        loader.waitUntilReady(3, TimeUnit.MINUTES);
        Kubectl.Output unpacked = new Kubectl(namespace)
                .tryRun(
                        in -> write(root, names, in),
                        "exec",
                        "--stdin",
                        LOADER,
                        "--",
                        "java",
                        "-cp",
                        "/program",
                        Unpack.class.getName(),
                        "/data");
        if (unpacked.exit() != 0) {
            throw new IOException("the data sets did not get onto the claim: " + unpacked.text());
        }
        loader.withGracePeriod(1).delete();
    }

    private static void write(Path root, List<String> names, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER));
        zip.setLevel(Deflater.NO_COMPRESSION);
        for (String name : names) {
            add(root, root.resolve(name), zip);
        }
        zip.close();
    }

    private static void add(Path root, Path folder, ZipOutputStream zip) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(root.relativize(file).toString()));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
    }

    private ConfigMap program() throws IOException {
        try (InputStream in = Unpack.class.getResourceAsStream("Unpack.class")) {
            return new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName(LOADER)
                    .withNamespace(namespace)
                    .endMetadata()
                    .addToBinaryData("Unpack.class", Base64.getEncoder().encodeToString(in.readAllBytes()))
                    .build();
        }
    }

    private Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName(LOADER)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(10001L)
                .withFsGroup(10001L)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("load")
                .withImage(trainerImage())
                .withImagePullPolicy("IfNotPresent")
                .withCommand("java", "-cp", "/program", Unpack.class.getName())
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("data")
                .withMountPath("/data")
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("program")
                .withMountPath("/program")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim(Settings.DATA_CLAIM, false)
                .endVolume()
                .addNewVolume()
                .withName("program")
                .withNewConfigMap()
                .withName(LOADER)
                .addNewItem()
                .withKey("Unpack.class")
                .withPath(Unpack.class.getName().replace('.', '/') + ".class")
                .endItem()
                .endConfigMap()
                .endVolume()
                .endSpec()
                .build();
    }

    /** The image that the operator gives to stages, wherever this cluster has it from. */
    private String trainerImage() {
        return client
                .apps()
                .deployments()
                .inNamespace(Settings.OPERATOR_NAMESPACE)
                .withName(Settings.OPERATOR)
                .require()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnv()
                .stream()
                .filter(variable -> variable.getName().equals("MLFD_TRAINER_IMAGE"))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
    }
}
