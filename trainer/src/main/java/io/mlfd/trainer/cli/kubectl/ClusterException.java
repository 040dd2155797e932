package io.mlfd.trainer.cli.kubectl;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.failure.KnownFailure;
import java.util.Objects;

/** What a cluster does not do, in one line that says what is missing. */
final class ClusterException extends KnownFailure {
    private static final long serialVersionUID = 1;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    ClusterException(String message) {
        super(ExitCode.BAD_ORDER, message);
    }

    private ClusterException(ExitCode exit, String message, Throwable cause) {
        super(exit, message, cause);
    }

    /**
     * @param what was tried, as in {@code get mlfdruns "a" in namespace "b"}: verb and resource are those of the role that is missing
     */
    static ClusterException of(String what, KubernetesClientException e) {
        String said = e.getStatus() == null || e.getStatus().getMessage() == null
                ? root(e)
                : e.getStatus().getMessage();
        if (e.getCode() <= 0) {
            return new ClusterException(
                    ExitCode.STORAGE,
                    "the cluster does not answer (" + what + "): " + said
                            + "; check --context, --kubeconfig or KUBECONFIG",
                    e);
        }
        return switch (e.getCode()) {
            case UNAUTHORIZED -> failed("the cluster does not know you; log in again, or choose another --context", e);
            case FORBIDDEN -> failed("you may not " + what + "; ask for a role with that verb: " + said, e);
            default -> failed("cannot " + what + ": " + said, e);
        };
    }

    private static ClusterException failed(String message, Throwable cause) {
        return new ClusterException(ExitCode.BAD_ORDER, message, cause);
    }

    private static String root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    }
}
