package io.mlfd.operator;

import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.api.config.InformerStoppedHandler;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.logging.Logger;

/** Informers that ended although nobody stopped them: what they watched is not seen any more, and they do not start again. */
@Singleton
@Unremovable
public final class StoppedInformers implements InformerStoppedHandler {
    private static final Logger LOG = Logger.getLogger(StoppedInformers.class);

    private final List<String> types = new CopyOnWriteArrayList<>();

    @Override
    @SuppressWarnings("rawtypes") // as the framework declares it
    public void onStop(SharedIndexInformer informer, Throwable causeOrNull) {
        if (causeOrNull != null) {
            types.add(informer.getApiTypeClass().getSimpleName());
            LOG.errorf(
                    causeOrNull,
                    "the watch of %s has ended for good; this operator has to be started again",
                    informer.getApiTypeClass().getSimpleName());
        }
    }

    /** Kinds that are not watched any more. */
    List<String> types() {
        return List.copyOf(types);
    }
}
