package io.mlfd.operator.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.ApiServerCluster;
import io.mlfd.operator.ApiServerResource;
import io.mlfd.operator.Runs;
import io.mlfd.operator.console.Access.Answer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.http.HttpServer;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sees what, by the words of a real API server. */
@QuarkusTest
@WithTestResource(ApiServerResource.class)
class ConsoleAccessTest {
    @Inject
    KubernetesClient client;

    @Inject
    Operator operator;

    @Inject
    ConsoleStart start;

    @BeforeEach
    void install() throws Exception {
        Assumptions.assumeTrue(
                ApiServerResource.available(), "NOT RUN: ConsoleAccessTest: KUBE_API_TEST_DIR is not set");
        new ApiServerCluster(client).install();
    }

    /** An account that may read what is named, and its token. */
    private String token(String account, List<String> verbs, List<String> runs) {
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(account)
                        .withNamespace(Runs.NAMESPACE)
                        .endMetadata()
                        .build())
                .serverSideApply();
        if (!verbs.isEmpty()) {
            client.resource(new RoleBuilder()
                            .withNewMetadata()
                            .withName(account)
                            .withNamespace(Runs.NAMESPACE)
                            .endMetadata()
                            .addNewRule()
                            .withApiGroups(MLFDRun.GROUP)
                            .withResources("mlfdruns")
                            .withVerbs(verbs)
                            .withResourceNames(runs)
                            .endRule()
                            .build())
                    .serverSideApply();
            client.resource(new RoleBindingBuilder()
                            .withNewMetadata()
                            .withName(account)
                            .withNamespace(Runs.NAMESPACE)
                            .endMetadata()
                            .withNewRoleRef("rbac.authorization.k8s.io", "Role", account)
                            .addNewSubject(null, "ServiceAccount", account, Runs.NAMESPACE)
                            .build())
                    .serverSideApply();
        }
        TokenRequest request = client.serviceAccounts()
                .inNamespace(Runs.NAMESPACE)
                .withName(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(600L)
                        .endSpec()
                        .build());
        return request.getStatus().getToken();
    }

    @Test
    void theApiServerSaysWhoMaySeeWhat() {
        Access access = ApiServerAccess.to(client.getConfiguration());
        String reader = token("reader", List.of("get", "list"), List.of());
        String one = token("one", List.of("get"), List.of("mine"));
        String nobody = token("nobody", List.of(), List.of());

        assertThat(access.ask(reader, Sight.list(Runs.NAMESPACE))).isEqualTo(Answer.ALLOWED);
        assertThat(access.ask(reader, Sight.run(Runs.NAMESPACE, "any"))).isEqualTo(Answer.ALLOWED);
        assertThat(access.ask(reader, Sight.list("default"))).isEqualTo(Answer.FORBIDDEN);
        assertThat(access.ask(reader, Sight.everywhere())).isEqualTo(Answer.FORBIDDEN);
        assertThat(access.ask(one, Sight.run(Runs.NAMESPACE, "mine"))).isEqualTo(Answer.ALLOWED);
        assertThat(access.ask(one, Sight.run(Runs.NAMESPACE, "other"))).isEqualTo(Answer.FORBIDDEN);
        assertThat(access.ask(one, Sight.list(Runs.NAMESPACE))).isEqualTo(Answer.FORBIDDEN);
        assertThat(access.ask(nobody, Sight.list(Runs.NAMESPACE))).isEqualTo(Answer.FORBIDDEN);
    }

    /** The operator of the tests is an administrator by its certificate. */
    @Test
    void theOperatorsOwnCredentialsAreNobodys() {
        assertThat(client.getConfiguration().getClientKeyData()).isNotNull();
        assertThat(ApiServerAccess.to(client.getConfiguration()).ask("no-token", Sight.list(Runs.NAMESPACE)))
                .isEqualTo(Answer.UNKNOWN);
    }

    @Test
    void anApiServerThatIsAwayAllowsNothing() {
        Config away = new ConfigBuilder(client.getConfiguration())
                .withMasterUrl("https://127.0.0.1:1/")
                .build();
        assertThat(ApiServerAccess.to(away).ask("t", Sight.list(Runs.NAMESPACE)))
                .isEqualTo(Answer.UNREACHABLE);
    }

    @Test
    void theConsoleShowsWhatTheOperatorSees() throws Exception {
        String reader = token("reader", List.of("get", "list"), List.of());
        operator.start();
        HttpServer server =
                start.serve(0).toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        try {
            client.resource(new ApiServerCluster(client).written("shown", Runs.SPEC))
                    .create();
            client.resources(MLFDRun.class)
                    .inNamespace(Runs.NAMESPACE)
                    .withName("shown")
                    .waitUntilCondition(
                            run -> run != null
                                    && run.getStatus() != null
                                    && "Running".equals(run.getStatus().phase()),
                            30,
                            TimeUnit.SECONDS);
            assertThat(get(server, reader, "/namespaces/test").body()).contains("/namespaces/test/runs/shown");
            assertThat(get(server, reader, "/namespaces/test/runs/shown").body())
                    .contains("teacher/a");
            assertThat(get(server, reader, "/namespaces/default").statusCode()).isEqualTo(403);
            assertThat(get(server, "no-token", "/namespaces/test").statusCode()).isEqualTo(401);
        } finally {
            server.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
            operator.stop();
            client.resources(MLFDRun.class).inNamespace(Runs.NAMESPACE).delete();
        }
    }

    private static HttpResponse<String> get(HttpServer server, String token, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString());
    }
}
