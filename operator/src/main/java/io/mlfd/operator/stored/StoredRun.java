package io.mlfd.operator.stored;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.seen.Metadata;

/**
 * A run as it is stored, of whatever shape its spec and status are. What is watched is of this type: an object that cannot be
 * deserialised ends a watch, and with it all runs of the cluster.
 */
@Group(MLFDRun.GROUP)
@Version(MLFDRun.VERSION)
@Kind(MLFDRun.KIND)
@Plural("mlfdruns")
public class StoredRun extends CustomResource<JsonNode, JsonNode> implements Namespaced {
    private static final long serialVersionUID = 1L;

    @Override
    public void setMetadata(ObjectMeta metadata) {
        super.setMetadata(Metadata.trimmed(metadata));
    }

    @Override
    protected JsonNode initSpec() {
        return null;
    }

    @Override
    protected JsonNode initStatus() {
        return null;
    }
}
