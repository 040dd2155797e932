package io.mlfd.plan;

import io.mlfd.plan.BadFile.Server;
import java.util.List;

/** Bad files about how images are changed and classes weighed, and how weights are moved: every rule about it in CEL. */
final class BadTrainingFiles {
    private static final String RUN = "/spec/training/augmentation";

    private BadTrainingFiles() {}

    private static BadFile rule(String name, String augmentation, String path, String message) {
        return new BadFile(name, RUN, augmentation, "spec.training.augmentation" + path, new Server.Rule(message));
    }

    private static BadFile mixed(String name, String augmentation, String message) {
        return rule(name, augmentation, augmentation.contains("mixup") ? ".mixup" : ".cutMix", message);
    }

    private static BadFile ofMethod(String name, String method) {
        String spec = Specs.with(
                        Specs.with(Specs.with("/spec/method", method), RUN, "{flip: true, cutMix: {}}"),
                        "/spec/baselines",
                        "")
                .at("/spec")
                .toString();
        return new BadFile(
                name,
                "/spec",
                spec,
                "spec.training.augmentation.cutMix",
                new Server.Rule("training.augmentation: mcl and mclOkd tell images by their class"));
    }

    private static BadFile classWeights(String name, String yaml) {
        return new BadFile(
                name,
                "/spec/training/classWeights",
                yaml,
                "spec.training.classWeights.weights",
                new Server.Rule("weights: classWeights Given need them"));
    }

    /** Of networks that learn from each other. */
    private static BadFile online(String name, String method, String field, String value) {
        String spec = Specs.with(
                        Specs.with(Specs.with("/spec/method", method), "/spec/training/" + field, value),
                        "/spec/baselines",
                        "")
                .at("/spec")
                .toString();
        return new BadFile(
                name,
                "/spec",
                spec,
                "spec.training." + field,
                new Server.Rule(
                        "training: networks that learn from each other are trained without ema and accumulate"));
    }

    static List<BadFile> all() {
        return List.of(
                online("an average of peers", "{dml: {}}", "ema", "{decay: 0.9}"),
                online("an average of averages", "{pcl: {}}", "ema", "{decay: 0}"),
                online("updates of several batches of a memory", "{mclOkd: {}}", "accumulate", "2"),
                online("updates of several batches in phases", "{afd: {}}", "accumulate", "4"),
                new BadFile(
                        "rates by layer of a network without such layers",
                        "/spec/datasets/1/teacher/training/optimizer",
                        "{name: AdamW, layerDecay: 0.75}",
                        "spec.datasets[1].teacher.training.optimizer.layerDecay",
                        new Server.Accepts()),
                new BadFile(
                        "rates by layer of a joint teacher",
                        "/spec/method/mlfd/joint/training/optimizer",
                        "{name: AdamW, layerDecay: 0.75}",
                        "spec.method.mlfd.joint.training.optimizer.layerDecay",
                        new Server.Accepts()),
                rule(
                        "crop and part",
                        "{crop: 4, randomResizedCrop: {}}",
                        "",
                        "crop, randomResizedCrop: both choose what is seen"),
                new BadFile(
                        "crop and part of an expert",
                        "/spec/datasets/1/teacher/training",
                        "{augmentation: {crop: 1, randomResizedCrop: {scale: [0.5, 1]}}}",
                        "spec.datasets[1].teacher.training.augmentation",
                        new Server.Rule("crop, randomResizedCrop: both choose what is seen")),
                rule(
                        "falling scale of a part",
                        "{randomResizedCrop: {scale: [1, 0.08]}}",
                        ".randomResizedCrop.scale",
                        "randomResizedCrop.scale: must not fall"),
                rule(
                        "falling ratio of a part",
                        "{randomResizedCrop: {ratio: [1.4, 0.7]}}",
                        ".randomResizedCrop.ratio",
                        "randomResizedCrop.ratio: must not fall"),
                rule(
                        "falling scale of what is erased",
                        "{erasing: {scale: [0.3, 0.02]}}",
                        ".erasing.scale",
                        "erasing.scale: must not fall"),
                mixed("mixup of students", "{mixup: {}}", "training.augmentation: students of mlfd learn"),
                mixed("CutMix of students", "{cutMix: {alpha: 0.2}}", "training.augmentation: students of mlfd learn"),
                new BadFile(
                        "mixup of students alone",
                        "/spec/method/mlfd/distillation/training",
                        "{augmentation: {mixup: {}}}",
                        "spec.method.mlfd.distillation.training.augmentation.mixup",
                        new Server.Rule("training.augmentation: students learn what is known")),
                ofMethod("mixed images of a class", "{mcl: {}}"),
                ofMethod("mixed images in a memory", "{mclOkd: {}}"),
                classWeights("Given without weights", "{name: Given}"),
                classWeights("weights of Balanced", "{name: Balanced, weights: {cat: 2}}"),
                rule(
                        "falling ratio of what is erased",
                        "{erasing: {ratio: [3, 0.3]}}",
                        ".erasing.ratio",
                        "erasing.ratio: must not fall"));
    }
}
