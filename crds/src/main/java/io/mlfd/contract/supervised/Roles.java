package io.mlfd.contract.supervised;

import io.mlfd.result.Role;

/** Roles that several methods have. */
public final class Roles {
    public static final Role TEACHER = new Role("teacher", "Teacher", "the data set's own expert");
    public static final Role ALONE = new Role("alone", "Alone", "the same network, trained with labels only");
    public static final Role UNION = new Role(
            "union", "Union network", "one network for all data sets, asked for the data set's own classes only");
    public static final Role OWN_TEACHER =
            new Role("own-teacher", "Own-teacher control", "the student, distilled from its own expert only");

    private Roles() {}
}
