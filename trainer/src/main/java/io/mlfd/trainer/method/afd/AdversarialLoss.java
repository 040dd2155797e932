package io.mlfd.trainer.method.afd;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Mode;
import java.util.ArrayList;
import java.util.List;

/**
 * The least-squares game over maps m_k = T_k(G_k(x)) (Chung et al. 2020, §3). For each pupil k with the teacher l:
 *
 * <pre>
 * L_D = mean (1 - D(m_l))^2 + mean D(m_k)^2
 * L_G = mean (1 - D(m_k))^2
 * </pre>
 *
 * L_G of a pupil with several teachers is the mean over them. A pupil never sees its teacher's maps but through D.
 */
record AdversarialLoss(List<Critic> critics) {
    /** The names of terms, in front of the lesson's. */
    static final String REAL = "real";

    static final String FAKE = "fake";
    static final String FOOLING = "fooling";

    /** A discriminator of the maps of a lesson's teacher, its real ones, and of the pupil. */
    record Critic(Lesson lesson, Discriminator discriminator) {}

    AdversarialLoss {
        critics = List.copyOf(critics);
    }

    /** What the discriminators are moved by. {@code maps}: of every network, (N, C, s, s); no gradient goes back to them */
    LossTerms ofDiscriminators(List<NDArray> maps) {
        List<Term> terms = new ArrayList<>();
        for (Critic critic : critics) {
            Lesson lesson = critic.lesson();
            NDArray real = said(critic, maps.get(lesson.teacher()).stopGradient());
            NDArray fake = said(critic, maps.get(lesson.pupil()).stopGradient());
            terms.add(new Term(REAL + " " + lesson.name(), 1, distanceFromOne(real)));
            terms.add(new Term(FAKE + " " + lesson.name(), 1, distanceFromZero(fake)));
        }
        return LossTerms.of(terms);
    }

    /**
     * What the networks are moved by: each by what the discriminators say of its own maps.
     *
     * @param maps of every network, (N, C, s, s)
     */
    LossTerms ofNetworks(List<NDArray> maps) {
        List<Term> terms = new ArrayList<>();
        for (Critic critic : critics) {
            Lesson lesson = critic.lesson();
            NDArray fake = said(critic, maps.get(lesson.pupil()));
            terms.add(new Term(FOOLING + " " + lesson.name(), lesson.weight(), distanceFromOne(fake)));
        }
        return LossTerms.of(terms);
    }

    private static NDArray said(Critic critic, NDArray maps) {
        return critic.discriminator().forward(maps, Mode.TRAIN);
    }

    private static NDArray distanceFromOne(NDArray said) {
        return Losses.meanSquaredError(said, said.getManager().ones(said.getShape(), said.getDataType()));
    }

    private static NDArray distanceFromZero(NDArray said) {
        return Losses.meanSquaredError(said, said.getManager().zeros(said.getShape(), said.getDataType()));
    }
}
