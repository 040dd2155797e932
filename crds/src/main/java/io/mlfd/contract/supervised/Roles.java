package io.mlfd.contract.supervised;

import io.mlfd.result.Role;

/** Roles that several methods have. */
public final class Roles {
    public static final Role TEACHER = new Role("teacher", "Teacher", "the data set's own expert");
    public static final Role ALONE = new Role("alone", "Alone", "the same network, trained with labels only");
    /** Of networks that are trained at once. */
    public static final Role ENSEMBLE =
            new Role("ensemble", "Logit ensemble", "the mean of the logits of all networks that are trained at once");

    public static final Role UNION = new Role(
            "union", "Union network", "one network for all data sets, asked for the data set's own classes only");
    public static final Role OWN_TEACHER =
            new Role("own-teacher", "Own-teacher control", "the student, distilled from its own expert only");

    private Roles() {}

    /** Of an expert that has not seen one of the folds of its data set's train images. {@code fold}: from 1 */
    public static Role foldExpert(int fold) {
        return new Role(
                "fold-expert-" + fold,
                "Fold expert " + fold,
                "the data set's expert, trained without the images of fold " + fold);
    }

    /**
     * {@link #ALONE} of one of several networks of a data set: each has a column of its own.
     *
     * @param member from 0; 0 is the data set's own network
     */
    public static Role alone(int member) {
        int number = member + 1;
        return member == 0
                ? ALONE
                : new Role(
                        ALONE.id() + "-" + number,
                        ALONE.label() + " " + number,
                        "network " + number + " of the data set, trained with labels only");
    }
}
