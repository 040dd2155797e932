package io.mlfd.contract;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a stage computes: every value that decides its result apart from the seed, the data and its inputs. A work speaks
 * for itself: whoever plans, starts, carries out or shows it asks it, never for its class. There is one record a kind of
 * work, and {@link Works} lists them all.
 *
 * <p>Its JSON has the record's components and its name as {@code type}; the answers below are no part of it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface StageWork {
    /** Which pod settings and labels its stage has. */
    StageKind kind();

    Subject subject();

    /** The data sets whose images it opens: these and no others are mounted, fingerprinted and loaded for it. */
    List<DatasetWork> reads();

    /** Files of the user that it reads beside images. */
    default List<GivenFile> files() {
        return List.of();
    }

    /** Pixels on each side of the images it reads; empty where it reads none. */
    OptionalInt imageSize();

    /** How it trains; empty where it does not. */
    default Optional<Training> trainedWith() {
        return Optional.empty();
    }

    /** The networks it leaves, in the order in which they are shown; what it measures belongs to one of them. */
    List<Output> outputs();

    /** What its process holds in memory and keeps in caches, for images of the size that {@code sizes} are of. */
    Demand demand(NetworkSizes sizes);

    /**
     * Raised whenever this kind of work gives other numbers for the same settings (a loss, an initialisation, an
     * augmentation changed) or leaves them under other names, so that results of different numerics never mix. Part of the plan
     * key.
     */
    int numerics();

    /** Names of the data sets that it needs files of: images, or a given file that lies beside them. */
    default List<String> datasetsWithFiles() {
        return List.copyOf(new TreeSet<>(Stream.concat(
                        reads().stream()
                                .filter(dataset -> dataset.source().needsFiles())
                                .map(DatasetWork::name),
                        files().stream().map(GivenFile::dataset))
                .toList()));
    }
}
