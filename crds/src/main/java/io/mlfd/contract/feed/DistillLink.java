package io.mlfd.contract.feed;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import io.mlfd.result.Role;
import java.util.List;

/**
 * A student of a chain: labels, and the maps of the network before it.
 *
 * @param link from 1, whose teacher is the data set's expert. Link 1 begins with the first values of the student that is
 *     trained alone and sees its batches; every later one has its own, whatever the length of the chain
 */
@JsonTypeName("DistillLink")
public record DistillLink(DatasetWork dataset, int inputSize, int link, String level, double beta, Training training)
        implements MapDistillation {
    @Override
    public StageKind kind() {
        return StageKind.DISTILL;
    }

    /** @param link from 1 */
    public static Role role(int link) {
        String teacher = link == 1 ? "the teacher" : "link " + (link - 1);
        return new Role("link-" + link, "Link " + link, "the student that was distilled from the maps of " + teacher);
    }

    @Override
    public Output student() {
        return Output.ofDataset(role(link), dataset);
    }

    @Override
    public List<Output> translations() {
        Role maps = new Role(
                "link-" + link + "-maps",
                (link == 1 ? "Teacher" : "Link " + (link - 1)) + "'s maps",
                "as the translator of link " + link + " gives them");
        return List.of(Reconstruction.output(dataset, 1, maps));
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        return MapDemand.of(sizes, this, 1);
    }

    @Override
    public int numerics() {
        return 1;
    }
}
