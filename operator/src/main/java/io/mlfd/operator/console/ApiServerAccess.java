package io.mlfd.operator.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.mlfd.api.MLFDRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import org.jboss.logging.Logger;

/**
 * Asks the API server by a SelfSubjectAccessReview that is made with the token itself, which every user of a cluster may make. So the
 * operator needs no right to look at tokens or at others' rights, and the client has no credentials that could be taken for the user's.
 */
final class ApiServerAccess implements Access {
    private static final Logger LOG = Logger.getLogger(ApiServerAccess.class);
    private static final String REVIEWS = "apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int CREATED = 201;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client;
    private final URI reviews;

    private ApiServerAccess(HttpClient client, URI reviews) {
        this.client = client;
        this.reviews = reviews;
    }

    /**
     * @param server of which the address and the certificate authority are taken, and nothing else
     * @throws IllegalStateException when its certificate authority cannot be read
     */
    static ApiServerAccess to(Config server) {
        try {
            HttpClient client = HttpClient.newBuilder()
                    // Over HTTP/2 an API server answers an unknown token by closing the connection too, which fails the
                    // call.
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(LIMIT)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .sslContext(SSLUtils.sslContext(new KeyManager[0], SSLUtils.trustManagers(server)))
                    .build();
            return new ApiServerAccess(client, URI.create(server.getMasterUrl()).resolve(REVIEWS));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(
                    "the console cannot read the API server's certificate authority: " + e.getMessage(), e);
        }
    }

    @Override
    public Answer ask(String token, Sight sight) {
        try {
            HttpRequest request = HttpRequest.newBuilder(reviews)
                    .timeout(LIMIT)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(json.writeValueAsString(review(sight))))
                    .build();
            return answer(client.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            LOG.warnf("the console could not ask the API server who may see runs: %s", e);
            return Answer.UNREACHABLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.UNREACHABLE;
        }
    }

    private ObjectNode review(Sight sight) {
        ObjectNode review = json.createObjectNode();
        review.put("apiVersion", "authorization.k8s.io/v1");
        review.put("kind", "SelfSubjectAccessReview");
        ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
        attributes.put("group", MLFDRun.GROUP);
        attributes.put("resource", "mlfdruns");
        attributes.put("verb", sight.verb());
        attributes.put("namespace", sight.namespace());
        sight.run().ifPresent(run -> attributes.put("name", run));
        return review;
    }

    private Answer answer(HttpResponse<String> response) throws IOException {
        return switch (response.statusCode()) {
            case CREATED ->
                json.readTree(response.body()).at("/status/allowed").asBoolean() ? Answer.ALLOWED : Answer.FORBIDDEN;
            case UNAUTHORIZED -> Answer.UNKNOWN;
            case FORBIDDEN -> Answer.FORBIDDEN;
            default -> {
                LOG.warnf(
                        "the console could not ask the API server who may see runs: status %d", response.statusCode());
                yield Answer.UNREACHABLE;
            }
        };
    }
}
