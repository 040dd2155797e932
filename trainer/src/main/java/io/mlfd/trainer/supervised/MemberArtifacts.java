package io.mlfd.trainer.supervised;

import io.mlfd.contract.Output;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.nn.Network;
import java.util.ArrayList;
import java.util.List;

/** Networks of a data set that are trained at once, each as a file that can be used without the others. */
public final class MemberArtifacts {
    private MemberArtifacts() {}

    /**
     * @param members outputs for one data set, each with its architecture
     * @param networks in the order of the members
     * @param inputSize pixels on each side
     * @param data what they learn
     */
    public static List<Artifact> of(List<Output> members, List<Network> networks, int inputSize, LoadedDataSet data) {
        List<Artifact> artifacts = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Output member = members.get(i);
            NetworkMetadata metadata = NetworkMetadata.of(
                    member.network().orElseThrow(), inputSize, member.dataset().orElseThrow(), data);
            artifacts.add(Artifact.member(member.id(), networks.get(i).state(), metadata.toMap()));
        }
        return artifacts;
    }
}
