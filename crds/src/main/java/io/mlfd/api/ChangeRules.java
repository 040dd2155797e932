package io.mlfd.api;

/** Parts of the CEL rules about what may change in a run, and when. Annotations take constants only. */
final class ChangeRules {
    static final String NOT_STARTED = "!has(oldSelf.status) || !has(oldSelf.status.startTime) || ";
    static final String FIXED = ": cannot change after the run has started; make a new run";

    /** Whether another token is given. */
    static final String AGAIN = "has(self.spec.rerun)"
            + " && (!has(oldSelf.spec.rerun) || self.spec.rerun.token != oldSelf.spec.rerun.token)";

    /** Of a run that has ended nothing moves any more, unless it is to go on. */
    static final String GOES_ON = "!has(oldSelf.status) || !has(oldSelf.status.completionTime) || (" + AGAIN + ") || ";

    static final String ENDED =
            ": has no effect, the run has ended; change spec.rerun.token with it to let the run go on";

    static final String NOT_AGAIN = NOT_STARTED + "!(" + AGAIN + ") || ";

    /** Followed by the end of an expression that is true of a stage which is no matter. */
    static final String NONE_RUNS =
            " || !has(oldSelf.status) || !has(oldSelf.status.stages) || oldSelf.status.stages.all(s, s.state != 'Running'";

    static final String RUNS = ": a stage that it concerns is running; suspend the run, change it, then resume";

    static final String SAME_SUSPEND = "has(self.spec.suspend) == has(oldSelf.spec.suspend)"
            + " && (!has(self.spec.suspend) || self.spec.suspend == oldSelf.spec.suspend)";
    static final String SAME_QUEUE = "has(self.spec.queue) == has(oldSelf.spec.queue)"
            + " && (!has(self.spec.queue) || self.spec.queue == oldSelf.spec.queue)";
    static final String SAME_PARALLELISM = "has(self.spec.parallelism) == has(oldSelf.spec.parallelism)"
            + " && (!has(self.spec.parallelism) || self.spec.parallelism == oldSelf.spec.parallelism)";
    static final String SAME_RETRIES = "has(self.spec.retries) == has(oldSelf.spec.retries)"
            + " && (!has(self.spec.retries) || self.spec.retries == oldSelf.spec.retries)";
    static final String SAME_TIMEOUTS = "has(self.spec.timeouts) == has(oldSelf.spec.timeouts)"
            + " && (!has(self.spec.timeouts) || self.spec.timeouts == oldSelf.spec.timeouts)";
    static final String SAME_POD = "has(self.spec.pod) == has(oldSelf.spec.pod)"
            + " && (!has(self.spec.pod) || self.spec.pod == oldSelf.spec.pod)";
    static final String SAME_STAGES = "has(self.spec.stages) == has(oldSelf.spec.stages)"
            + " && (!has(self.spec.stages) || self.spec.stages == oldSelf.spec.stages)";

    /** What a retention is about where the claim was there before the run. */
    static final String GIVEN_CLAIM = "!has(self.spec.storage) || !has(self.spec.storage.claimName) || ";

    static final String SAME_ON_DELETE = "(has(self.spec.retention) && has(self.spec.retention.onDelete))"
            + " == (has(oldSelf.spec.retention) && has(oldSelf.spec.retention.onDelete))"
            + " && (!has(self.spec.retention) || !has(self.spec.retention.onDelete)"
            + " || self.spec.retention.onDelete == oldSelf.spec.retention.onDelete)";

    /** Whether the settings of a kind of stage are as they were: {@code NOW + kind + BEFORE + kind + ABSENT + kind + EQUAL + kind +
     * AS_IT_WAS + kind + OR_NONE_RUNS + kind + CLOSED}. */
    static final String NOW = "(has(self.spec.stages) && has(self.spec.stages.";

    static final String BEFORE = ")) == (has(oldSelf.spec.stages) && has(oldSelf.spec.stages.";
    static final String ABSENT = ")) && (!has(self.spec.stages) || !has(self.spec.stages.";
    static final String EQUAL = ") || self.spec.stages.";
    static final String AS_IT_WAS = " == oldSelf.spec.stages.";
    static final String OR_NONE_RUNS = ")" + NONE_RUNS + " || s.kind != '";
    static final String CLOSED = "')";

    private ChangeRules() {}
}
