package io.mlfd.plan;

import io.mlfd.plan.BadFile.Server;
import java.util.List;

/** Bad files of the methods beside MLFD, which has its own among those of all runs: every rule of theirs in CEL. */
final class BadMethodFiles {
    private BadMethodFiles() {}

    private static BadFile rule(String name, String method, String path, String message) {
        return new BadFile(name, "/spec/method", method, path, new Server.Rule(message));
    }

    static List<BadFile> all() {
        return List.of(
                rule(
                        "control without contrast of a method without it",
                        "{mcl: {controls: [WithoutContrast], contrast: {vanillaWeight: 0, interactiveWeight: 0,"
                                + " softVanillaWeight: 0, softInteractiveWeight: 0}}}",
                        "spec.method.mcl.controls",
                        "controls: with all weights of contrast 0"),
                rule(
                        "adversarial peers of different networks",
                        "{afd: {peers: 2, networks: [{name: resnet8}, {name: resnet14}]}}",
                        "spec.method.afd",
                        "networks: different networks are counted"),
                rule(
                        "adversarial control twice",
                        "{afd: {controls: [LogitsOnly, LogitsOnly]}}",
                        "spec.method.afd.controls",
                        "controls: must differ"),
                rule(
                        "all pairs of two networks",
                        "{afd: {peers: 2, controls: [AllPairs]}}",
                        "spec.method.afd.controls",
                        "controls: the ring of two networks is AllPairs already"),
                rule(
                        "contrasting peers of different networks",
                        "{mcl: {peers: 2, networks: [{name: resnet8}, {name: resnet14}]}}",
                        "spec.method.mcl",
                        "networks: different networks are counted"),
                rule(
                        "a control of contrasting peers twice",
                        "{mcl: {controls: [WithoutContrast, WithoutContrast]}}",
                        "spec.method.mcl.controls",
                        "controls: must differ"),
                rule(
                        "without the interaction that there is not",
                        "{mcl: {contrast: {interactiveWeight: 0, softVanillaWeight: 0, softInteractiveWeight: 0},"
                                + " controls: [WithoutInteraction]}}",
                        "spec.method.mcl.controls",
                        "controls: without weights of interaction the method is WithoutInteraction already"),
                rule(
                        "two controls that are one",
                        "{mcl: {contrast: {vanillaWeight: 0}, controls: [WithoutContrast, WithoutInteraction]}}",
                        "spec.method.mcl.controls",
                        "controls: with contrast.vanillaWeight 0 both are the same"),
                rule(
                        "control of collaboration twice",
                        "{pcl: {controls: [OneAugmentation, OneAugmentation]}}",
                        "spec.method.pcl.controls",
                        "controls: must differ"),
                rule(
                        "widths that begin below the model's",
                        "{ensembleCompression: {widthFractions: [0.8, 0.4]}}",
                        "spec.method.ensembleCompression.widthFractions",
                        "widthFractions: the first is 1"),
                rule(
                        "width twice",
                        "{ensembleCompression: {widthFractions: [1, 0.5, 0.5]}}",
                        "spec.method.ensembleCompression.widthFractions",
                        "widthFractions: must differ"),
                rule(
                        "branches of different networks",
                        "{ffl: {branches: 2, networks: [{name: resnet8}, {name: resnet14}]}}",
                        "spec.method.ffl",
                        "networks: different networks share nothing"),
                rule(
                        "peers of different networks",
                        "{dml: {peers: 2, networks: [{name: resnet8}, {name: resnet14}]}}",
                        "spec.method.dml",
                        "networks: different networks are counted"),
                rule(
                        "a control of contrastive branches twice",
                        "{mclOkd: {controls: [WithoutContrast, WithoutContrast]}}",
                        "spec.method.mclOkd.controls",
                        "controls: must differ"),
                rule(
                        "without the contrast that there is not",
                        "{mclOkd: {contrast: {weight: 0}, controls: [WithoutContrast]}}",
                        "spec.method.mclOkd.controls",
                        "controls: with contrast.weight 0 the method is WithoutContrast already"),
                rule(
                        "without the ensemble that nobody learns from",
                        "{mclOkd: {ensemble: {weight: 0}, controls: [WithoutEnsemble]}}",
                        "spec.method.mclOkd.controls",
                        "controls: with ensemble.weight 0 the method is WithoutEnsemble already"),
                rule(
                        "teachers of a chain",
                        "{feed: {mode: Sequential, teachers: 3}}",
                        "spec.method.feed.teachers",
                        "teachers: only Parallel has several"),
                rule(
                        "links beside each other",
                        "{feed: {mode: Parallel, links: 3}}",
                        "spec.method.feed.links",
                        "links: only Sequential has them"),
                rule(
                        "control twice",
                        "{feed: {mode: Parallel, controls: [SingleTeacher, SingleTeacher]}}",
                        "spec.method.feed.controls",
                        "controls: must differ"),
                rule(
                        "single teacher of a chain",
                        "{feed: {mode: Sequential, controls: [SingleTeacher]}}",
                        "spec.method.feed.controls",
                        "controls: the first link is Sequential's SingleTeacher"),
                rule(
                        "settings of a control that is not there",
                        "{feed: {mode: Parallel, factorTransfer: {rate: 0.5}}}",
                        "spec.method.feed.factorTransfer",
                        "factorTransfer: controls do not name FactorTransfer"),
                rule(
                        "labels of a paraphraser",
                        "{feed: {mode: Parallel, controls: [FactorTransfer],"
                                + " factorTransfer: {paraphraser: {labelSmoothing: 0.1}}}}",
                        "spec.method.feed.factorTransfer.paraphraser.labelSmoothing",
                        "paraphraser.labelSmoothing: it learns from maps, without labels"),
                rule(
                        "weights of the classes of a paraphraser",
                        "{feed: {mode: Parallel, controls: [FactorTransfer],"
                                + " factorTransfer: {paraphraser: {classWeights: {name: Balanced}}}}}",
                        "spec.method.feed.factorTransfer.paraphraser.classWeights",
                        "paraphraser.classWeights: it learns from maps, without labels"));
    }
}
