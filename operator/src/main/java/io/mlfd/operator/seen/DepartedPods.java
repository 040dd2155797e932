package io.mlfd.operator.seen;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a watch showed last of pods that are gone. One that was taken away may be gone before anybody looked at it, and with it who
 * took it away, which nobody else can say. Safe for use by several threads.
 */
public final class DepartedPods {
    /** Who has not been asked for until so many others went is not asked for any more. */
    static final int MOST = 1000;

    private final Map<String, SeenPod> byUid = new LinkedHashMap<>();

    synchronized void add(SeenPod pod) {
        byUid.put(pod.getMetadata().getUid(), pod);
        if (byUid.size() > MOST) {
            byUid.remove(byUid.keySet().iterator().next());
        }
    }

    /** Those of a Job, as observers know pods. */
    public synchronized List<Pod> of(String jobUid) {
        return byUid.values().stream()
                .filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> jobUid.equals(owner.getUid())))
                .map(SeenPod::pod)
                .toList();
    }
}
