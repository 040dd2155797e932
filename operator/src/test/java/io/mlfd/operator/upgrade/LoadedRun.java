package io.mlfd.operator.upgrade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mlfd.operator.FinishedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** Puts a stored run with its objects into a real API server, as if they had been made there. */
final class LoadedRun {
    /** As RunsInFlight writes them. */
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

    private static final String PREFIX = "flight-";
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");

    private final KubernetesClient client;
    private final Instant now;
    private String text;

    private LoadedRun(KubernetesClient client, Instant now, String text) {
        this.client = client;
        this.now = now;
        this.text = text;
    }

    /**
     * @param story which run of the release
     * @param name in the cluster
     * @param now when what is written of it has just happened
     */
    static void load(KubernetesClient client, StoredRelease release, String story, String name, Instant now) {
        Duration ago = Duration.between(THEN, now);
        JsonNode objects = release.runs().get(story);
        String text = TIME.matcher(objects.toString().replace(PREFIX + story, name))
                .replaceAll(time -> Instant.parse(time.group()).plus(ago).toString());
        LoadedRun loaded = new LoadedRun(client, now, text);
        for (int i = 0; i < objects.size(); i++) {
            loaded.create(Serialization.unmarshal(loaded.text, JsonNode.class).get(i));
        }
    }

    private void create(JsonNode object) {
        ObjectNode bare = object.deepCopy();
        String placeholder = bare.at("/metadata/uid").asText();
        ((ObjectNode) bare.get("metadata")).remove("uid");
        bare.remove("status");
        HasMetadata created = client.resource(
                        client.getKubernetesSerialization().<HasMetadata>unmarshal(bare.toString()))
                .create();
        text = text.replace(
                "\"" + placeholder + "\"", "\"" + created.getMetadata().getUid() + "\"");
        if (object.has("status")) {
            status(created, object.get("status"));
        }
    }

    private void status(HasMetadata created, JsonNode status) {
        HasMetadata stored = client.getKubernetesSerialization()
                .unmarshal("{\"apiVersion\": \"" + created.getApiVersion() + "\", \"kind\": \"" + created.getKind()
                        + "\", \"status\": " + status + "}");
        if (stored instanceof Job job) {
            JobStatus said = job.getStatus();
            boolean ended = said.getConditions().stream()
                    .anyMatch(condition -> !condition.getType().equals("Suspended"));
            boolean well = said.getConditions().stream()
                    .anyMatch(condition -> condition.getType().equals("Complete"));
            client.resource((Job) created).editStatus(old -> new JobBuilder(old)
                    .withStatus(ended ? FinishedJob.status(old, well, now) : said)
                    .build());
        } else if (stored instanceof Pod pod) {
            client.resource((Pod) created)
                    .editStatus(old ->
                            new PodBuilder(old).withStatus(pod.getStatus()).build());
        } else if (stored instanceof GenericKubernetesResource run) {
            run.setMetadata(created.getMetadata());
            client.resource(run).updateStatus();
        } else {
            throw new IllegalArgumentException(created.getKind());
        }
    }
}
