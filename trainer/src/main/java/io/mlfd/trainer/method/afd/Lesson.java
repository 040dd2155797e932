package io.mlfd.trainer.method.afd;

import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.trainer.supervised.Teaching;
import java.util.ArrayList;
import java.util.List;

/**
 * A network that learns from the maps of another one; both are numbered from 0.
 *
 * @param weight of this lesson among those of the pupil, which come to 1
 */
record Lesson(int pupil, int teacher, double weight) {
    /** Pupil after pupil. */
    static List<Lesson> of(Teaching teaching) {
        List<Lesson> lessons = new ArrayList<>();
        for (int pupil = 0; pupil < teaching.networks(); pupil++) {
            List<Integer> teachers = teaching.teachersOf(pupil);
            for (int teacher : teachers) {
                lessons.add(new Lesson(pupil, teacher, 1.0 / teachers.size()));
            }
        }
        return List.copyOf(lessons);
    }

    /** In the names of terms. */
    String name() {
        return peer(pupil) + " from " + peer(teacher);
    }

    private static String peer(int index) {
        return TrainAdversarialPeers.peer(index + 1).id();
    }
}
