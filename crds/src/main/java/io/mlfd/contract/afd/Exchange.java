package io.mlfd.contract.afd;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What networks pass to each other beside logits, and who to whom: the method's own way, or that of one of its controls. */
public enum Exchange {
    /** Maps by discriminators; each network learns from the one before, the first from the last. */
    @JsonProperty("AdversarialRing")
    ADVERSARIAL_RING,
    /** Nothing, in the same ring. */
    @JsonProperty("LogitsOnly")
    LOGITS_ONLY,
    /** Maps by the mean absolute difference from the teacher's, in the same ring. */
    @JsonProperty("DirectAlignment")
    DIRECT_ALIGNMENT,
    /** Maps by discriminators; each network learns from all others, also from their logits. */
    @JsonProperty("AdversarialPairs")
    ADVERSARIAL_PAIRS
}
