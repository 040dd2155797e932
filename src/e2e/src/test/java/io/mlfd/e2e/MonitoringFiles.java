package io.mlfd.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prometheus' rules and Grafana's dashboard, as people write them; other files are made from these. */
final class MonitoringFiles {
    static final Path FOLDER = Kustomize.MANIFESTS.resolve("components/monitoring");
    static final Path RULES = FOLDER.resolve("rules.yaml");
    static final Path DASHBOARD = FOLDER.resolve("dashboard.json");
    private static final Pattern COMPARED = Pattern.compile("(.+) [<>] [0-9.]+", Pattern.DOTALL);

    private MonitoringFiles() {}

    /** @param query PromQL */
    record Query(String of, String query) {}

    static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        new YAMLMapper().readTree(RULES.toFile()).get("groups").forEach(group -> group.get("rules")
                .forEach(rules::add));
        return rules;
    }

    static List<JsonNode> alerts() throws IOException {
        return rules().stream().filter(rule -> rule.has("alert")).toList();
    }

    /** What an alert compares with a number, without the number: a healthy operator has that too. */
    static String compared(JsonNode alert) {
        Matcher parts = COMPARED.matcher(alert.get("expr").asText());
        if (!parts.matches()) {
            throw new AssertionError(alert.get("alert") + " compares nothing with a number");
        }
        return parts.group(1);
    }

    static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(DASHBOARD.toFile());
    }

    /** The queries of all panels, of every namespace and of the last ten minutes. */
    static List<Query> panels() throws IOException {
        List<Query> queries = new ArrayList<>();
        dashboard().get("panels").forEach(panel -> panel.path("targets")
                .forEach(target -> queries.add(new Query(
                        panel.get("title").asText(),
                        target.get("expr")
                                .asText()
                                .replace("$namespace", ".*")
                                .replace("$__rate_interval", "1m")
                                .replace("$__range", "10m")))));
        return queries;
    }
}
