package io.mlfd.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One run of a method of distillation over one data set or several. */
@Group(MLFDRun.GROUP)
@Version(MLFDRun.VERSION)
@Kind(MLFDRun.KIND)
@Plural("mlfdruns")
@Singular("mlfdrun")
@ShortNames("mlfd")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Done", jsonPath = ".status.stagesDone", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Current", jsonPath = ".status.current", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Gain", jsonPath = ".status.meanGain", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@ValidationRule(
        value = "size(self.metadata.name) <= 40",
        message = "metadata.name: at most 40 characters, since Jobs are named after the run")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
        message = "metadata.name: lower-case letters, digits and dashes, since Jobs are named after the run")
@ValidationRule(
        value = MLFDRun.NOT_STARTED + "self.spec.datasets == oldSelf.spec.datasets",
        message = "spec.datasets" + MLFDRun.FIXED)
@ValidationRule(
        value = MLFDRun.NOT_STARTED + "self.spec.method == oldSelf.spec.method",
        message = "spec.method" + MLFDRun.FIXED)
@ValidationRule(
        value = MLFDRun.NOT_STARTED + "self.spec.input == oldSelf.spec.input",
        message = "spec.input" + MLFDRun.FIXED)
@ValidationRule(
        value = MLFDRun.NOT_STARTED + "self.spec.training == oldSelf.spec.training",
        message = "spec.training" + MLFDRun.FIXED)
@ValidationRule(
        value =
                MLFDRun.NOT_STARTED
                        + "has(self.spec.data) == has(oldSelf.spec.data) && (!has(self.spec.data) || self.spec.data == oldSelf.spec.data)",
        message = "spec.data" + MLFDRun.FIXED)
@ValidationRule(
        value =
                MLFDRun.NOT_STARTED
                        + "has(self.spec.seeds) == has(oldSelf.spec.seeds) && (!has(self.spec.seeds) || self.spec.seeds == oldSelf.spec.seeds)",
        message = "spec.seeds" + MLFDRun.FIXED)
@ValidationRule(
        value =
                MLFDRun.NOT_STARTED
                        + "has(self.spec.baselines) == has(oldSelf.spec.baselines) && (!has(self.spec.baselines) || self.spec.baselines == oldSelf.spec.baselines)",
        message = "spec.baselines" + MLFDRun.FIXED)
@ValidationRule(
        value =
                MLFDRun.NOT_STARTED
                        + "has(self.spec.storage) == has(oldSelf.spec.storage) && (!has(self.spec.storage) || self.spec.storage == oldSelf.spec.storage)",
        message = "spec.storage" + MLFDRun.FIXED)
@ValidationRule(
        value =
                MLFDRun.NOT_STARTED
                        + "has(self.spec.pod) == has(oldSelf.spec.pod) && (!has(self.spec.pod) || self.spec.pod == oldSelf.spec.pod)",
        message = "spec.pod" + MLFDRun.FIXED)
@ValidationRule(
        value =
                MLFDRun.NOT_STARTED
                        + "has(self.spec.stages) == has(oldSelf.spec.stages) && (!has(self.spec.stages) || self.spec.stages == oldSelf.spec.stages)",
        message = "spec.stages" + MLFDRun.FIXED)
public class MLFDRun extends CustomResource<MLFDRunSpec, MLFDRunStatus> implements Namespaced {
    public static final String GROUP = "mlfd.io";
    public static final String VERSION = "v1alpha1";
    public static final String API_VERSION = GROUP + "/" + VERSION;
    public static final String KIND = "MLFDRun";

    static final String NOT_STARTED = "!has(oldSelf.status) || !has(oldSelf.status.startTime) || ";
    static final String FIXED = ": cannot change after the run has started; make a new run";
}
