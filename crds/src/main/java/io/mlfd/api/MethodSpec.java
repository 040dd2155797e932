package io.mlfd.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.mlfd.api.method.AfdSpec;
import io.mlfd.api.method.DmlSpec;
import io.mlfd.api.method.EnsembleCompressionSpec;
import io.mlfd.api.method.FeedSpec;
import io.mlfd.api.method.FflSpec;
import io.mlfd.api.method.MclOkdSpec;
import io.mlfd.api.method.MclSpec;
import io.mlfd.api.method.MlfdSpec;
import io.mlfd.api.method.OneSpec;
import io.mlfd.api.method.PclSpec;

/** Exactly one distillation method. */
@ValidationRule(
        value =
                "[has(self.mlfd), has(self.ffl), has(self.feed), has(self.dml), has(self.one), has(self.mclOkd), has(self.ensembleCompression), has(self.pcl), has(self.mcl), has(self.afd)].exists_one(named, named)",
        message = "method: name exactly one")
public record MethodSpec(
        @JsonPropertyDescription(
                "Multi-Level Feature Distillation of joint teachers (Iordache, Alexe, Ionescu, WACV 2025).")
        MlfdSpec mlfd,

        @JsonPropertyDescription(
                "Feature Fusion Learning for mutual knowledge distillation (Kim, Hyun, Chung, Kwak, ICPR 2020).")
        FflSpec ffl,

        @JsonPropertyDescription("Feature-level Ensemble for knowledge Distillation (Park and Kwak 2019).")
        FeedSpec feed,

        @JsonPropertyDescription("Deep Mutual Learning (Zhang, Xiang, Hospedales, Lu, CVPR 2018).")
        DmlSpec dml,

        @JsonPropertyDescription("On-the-fly Native Ensemble (Lan, Zhu, Gong, NeurIPS 2018).")
        OneSpec one,

        @JsonPropertyDescription(
                "Multi-view Contrastive Learning for Online Knowledge Distillation (Yang, An, Xu, ICASSP 2021).")
        MclOkdSpec mclOkd,

        @JsonPropertyDescription("Online Ensemble Model Compression (Walawalkar, Shen, Savvides, ECCV 2020).")
        EnsembleCompressionSpec ensembleCompression,

        @JsonPropertyDescription("Peer Collaborative Learning (Wu and Gong, AAAI 2021).")
        PclSpec pcl,

        @JsonPropertyDescription(
                "Mutual Contrastive Learning for visual representation learning (Yang, An, Cai, Xu, AAAI 2022).")
        MclSpec mcl,

        @JsonPropertyDescription("Online Adversarial Feature map Distillation (Chung, Park, Kim, Kwak, ICML 2020).")
        AfdSpec afd) {}
