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
@AdditionalPrinterColumn(
        name = "Reason",
        jsonPath = ".status.conditions[?(@.type==\"Progressing\")].reason",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Done", jsonPath = ".status.stagesDone", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Current", jsonPath = ".status.current", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Retries",
        jsonPath = ".status.summary.retries",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Duration",
        jsonPath = ".status.summary.duration",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Gain", jsonPath = ".status.meanGain", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Running",
        jsonPath = ".status.summary.running",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Queued",
        jsonPath = ".status.summary.queued",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Pending",
        jsonPath = ".status.summary.pending",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Started",
        jsonPath = ".status.startTime",
        type = AdditionalPrinterColumn.Type.DATE,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Queue",
        jsonPath = ".spec.queue.name",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@AdditionalPrinterColumn(
        name = "Message",
        jsonPath = ".status.conditions[?(@.type==\"Progressing\")].message",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
@ValidationRule(
        value = "size(self.metadata.name) <= 40",
        message = "metadata.name: at most 40 characters, since Jobs are named after the run")
@ValidationRule(
        value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
        message = "metadata.name: lower-case letters, digits and dashes, since Jobs are named after the run")
@ValidationRule(
        value = ChangeRules.NOT_STARTED + "self.spec.datasets == oldSelf.spec.datasets",
        message = "spec.datasets" + ChangeRules.FIXED)
@ValidationRule(
        value = ChangeRules.NOT_STARTED + "self.spec.method == oldSelf.spec.method",
        message = "spec.method" + ChangeRules.FIXED)
@ValidationRule(
        value = ChangeRules.NOT_STARTED + "self.spec.input == oldSelf.spec.input",
        message = "spec.input" + ChangeRules.FIXED)
@ValidationRule(
        value = ChangeRules.NOT_STARTED + "self.spec.training == oldSelf.spec.training",
        message = "spec.training" + ChangeRules.FIXED)
@ValidationRule(
        value =
                ChangeRules.NOT_STARTED
                        + "has(self.spec.data) == has(oldSelf.spec.data) && (!has(self.spec.data) || self.spec.data == oldSelf.spec.data)",
        message = "spec.data" + ChangeRules.FIXED)
@ValidationRule(
        value =
                ChangeRules.NOT_STARTED
                        + "has(self.spec.seeds) == has(oldSelf.spec.seeds) && (!has(self.spec.seeds) || self.spec.seeds == oldSelf.spec.seeds)",
        message = "spec.seeds" + ChangeRules.FIXED)
@ValidationRule(
        value =
                ChangeRules.NOT_STARTED
                        + "has(self.spec.baselines) == has(oldSelf.spec.baselines) && (!has(self.spec.baselines) || self.spec.baselines == oldSelf.spec.baselines)",
        message = "spec.baselines" + ChangeRules.FIXED)
@ValidationRule(
        value =
                ChangeRules.NOT_STARTED
                        + "has(self.spec.storage) == has(oldSelf.spec.storage) && (!has(self.spec.storage) || self.spec.storage == oldSelf.spec.storage)",
        message = "spec.storage" + ChangeRules.FIXED)
@ValidationRule(
        value = "(" + ChangeRules.SAME_POD + ")" + ChangeRules.NONE_RUNS + ")",
        message = "spec.pod" + ChangeRules.RUNS)
@ValidationRule(
        value = ChangeRules.NOW + "teacher" + ChangeRules.BEFORE + "teacher" + ChangeRules.ABSENT + "teacher"
                + ChangeRules.EQUAL + "teacher" + ChangeRules.AS_IT_WAS + "teacher" + ChangeRules.OR_NONE_RUNS
                + "teacher" + ChangeRules.CLOSED,
        message = "spec.stages.teacher" + ChangeRules.RUNS)
@ValidationRule(
        value = ChangeRules.NOW + "joint" + ChangeRules.BEFORE + "joint" + ChangeRules.ABSENT + "joint"
                + ChangeRules.EQUAL + "joint" + ChangeRules.AS_IT_WAS + "joint" + ChangeRules.OR_NONE_RUNS + "joint"
                + ChangeRules.CLOSED,
        message = "spec.stages.joint" + ChangeRules.RUNS)
@ValidationRule(
        value = ChangeRules.NOW + "distill" + ChangeRules.BEFORE + "distill" + ChangeRules.ABSENT + "distill"
                + ChangeRules.EQUAL + "distill" + ChangeRules.AS_IT_WAS + "distill" + ChangeRules.OR_NONE_RUNS
                + "distill" + ChangeRules.CLOSED,
        message = "spec.stages.distill" + ChangeRules.RUNS)
@ValidationRule(
        value = ChangeRules.NOW + "online" + ChangeRules.BEFORE + "online" + ChangeRules.ABSENT + "online"
                + ChangeRules.EQUAL + "online" + ChangeRules.AS_IT_WAS + "online" + ChangeRules.OR_NONE_RUNS + "online"
                + ChangeRules.CLOSED,
        message = "spec.stages.online" + ChangeRules.RUNS)
@ValidationRule(
        value = ChangeRules.NOW + "baseline" + ChangeRules.BEFORE + "baseline" + ChangeRules.ABSENT + "baseline"
                + ChangeRules.EQUAL + "baseline" + ChangeRules.AS_IT_WAS + "baseline" + ChangeRules.OR_NONE_RUNS
                + "baseline" + ChangeRules.CLOSED,
        message = "spec.stages.baseline" + ChangeRules.RUNS)
@ValidationRule(
        value = ChangeRules.NOW + "report" + ChangeRules.BEFORE + "report" + ChangeRules.ABSENT + "report"
                + ChangeRules.EQUAL + "report" + ChangeRules.AS_IT_WAS + "report" + ChangeRules.OR_NONE_RUNS + "report"
                + ChangeRules.CLOSED,
        message = "spec.stages.report" + ChangeRules.RUNS)
@ValidationRule(
        value = ChangeRules.GOES_ON + "(" + ChangeRules.SAME_SUSPEND + ")",
        message = "spec.suspend" + ChangeRules.ENDED)
@ValidationRule(
        value = ChangeRules.GOES_ON + "(" + ChangeRules.SAME_QUEUE + ")",
        message = "spec.queue" + ChangeRules.ENDED)
@ValidationRule(
        value = ChangeRules.GOES_ON + "(" + ChangeRules.SAME_PARALLELISM + ")",
        message = "spec.parallelism" + ChangeRules.ENDED)
@ValidationRule(
        value = ChangeRules.GOES_ON + "(" + ChangeRules.SAME_RETRIES + ")",
        message = "spec.retries" + ChangeRules.ENDED)
@ValidationRule(
        value = ChangeRules.GOES_ON + "(" + ChangeRules.SAME_TIMEOUTS + ")",
        message = "spec.timeouts" + ChangeRules.ENDED)
@ValidationRule(
        value = ChangeRules.GOES_ON + "(" + ChangeRules.SAME_POD + ")",
        message = "spec.pod" + ChangeRules.ENDED)
@ValidationRule(
        value = ChangeRules.GOES_ON + "(" + ChangeRules.SAME_STAGES + ")",
        message = "spec.stages" + ChangeRules.ENDED)
@ValidationRule(
        value = ChangeRules.NOT_STARTED + ChangeRules.GIVEN_CLAIM + "(" + ChangeRules.SAME_ON_DELETE + ")",
        message = "spec.retention.onDelete: has no effect, spec.storage.claimName is never deleted with the run")
@ValidationRule(
        value = ChangeRules.NOT_STARTED + "!has(self.spec.rerun) || (" + ChangeRules.AGAIN
                + ") || self.spec.rerun == oldSelf.spec.rerun",
        message = "spec.rerun.stages: has no effect without another token")
@ValidationRule(
        value = ChangeRules.NOT_AGAIN + "!has(oldSelf.status.rerun) || self.spec.rerun.token != oldSelf.status.rerun",
        message = "spec.rerun.token: was carried out before and has no effect; choose another")
@ValidationRule(
        value = ChangeRules.NOT_AGAIN + "has(self.spec.rerun.stages) || (has(oldSelf.status.stages)"
                + " && oldSelf.status.stages.exists(s, s.state in ['Failed', 'BackingOff']))",
        message =
                "spec.rerun: has no effect, no stage has failed; name those that are to run again in spec.rerun.stages")
@ValidationRule(
        value = ChangeRules.NOT_AGAIN + "!has(self.spec.rerun.stages) || self.spec.rerun.stages.all(n,"
                + " has(oldSelf.status.stages) && oldSelf.status.stages.exists(s,"
                + " s.name == n && s.state in ['Done', 'Failed', 'BackingOff']))",
        message =
                "spec.rerun.stages: each must be the name of a stage that is done, has failed or waits after a failure")
public class MLFDRun extends CustomResource<MLFDRunSpec, MLFDRunStatus> implements Namespaced {
    public static final String GROUP = "mlfd.io";
    public static final String VERSION = "v1alpha1";
    public static final String API_VERSION = GROUP + "/" + VERSION;
    public static final String KIND = "MLFDRun";
}
