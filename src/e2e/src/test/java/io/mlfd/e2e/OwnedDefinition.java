package io.mlfd.e2e;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The definition that {@code kubectl apply} installed, given to a release of Helm for a while, as the documentation says. */
final class OwnedDefinition {
    /** The annotation with which a release leaves it behind. */
    static final String KEEP = "helm.sh/resource-policy";

    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String RELEASE_NAME = "meta.helm.sh/release-name";
    private static final String RELEASE_NAMESPACE = "meta.helm.sh/release-namespace";

    private OwnedDefinition() {}

    static Resource<CustomResourceDefinition> of(KubernetesClient client) {
        return client.apiextensions().v1().customResourceDefinitions().withName("mlfdruns.mlfd.io");
    }

    static void during(KubernetesClient client, String release, String namespace, OperatorAside.Play play)
            throws Exception {
        of(client).edit(now -> {
            ObjectMeta metadata = now.getMetadata();
            metadata.setLabels(with(metadata.getLabels(), Map.of(MANAGED_BY, "Helm")));
            metadata.setAnnotations(
                    with(metadata.getAnnotations(), Map.of(RELEASE_NAME, release, RELEASE_NAMESPACE, namespace)));
            return now;
        });
        try {
            play.play();
        } finally {
            release(of(client));
        }
    }

    private static void release(Resource<CustomResourceDefinition> definition) {
        if (definition.get() == null) {
            return; // What fails for that is said by the test.
        }
        definition.edit(now -> {
            now.getMetadata().getLabels().remove(MANAGED_BY);
            now.getMetadata().getAnnotations().keySet().removeAll(Set.of(RELEASE_NAME, RELEASE_NAMESPACE, KEEP));
            return now;
        });
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some == null ? Map.of() : some);
        all.putAll(more);
        return all;
    }
}
