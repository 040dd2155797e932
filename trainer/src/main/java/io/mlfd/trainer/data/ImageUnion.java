package io.mlfd.trainer.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The images of several data sets as one, for a network over the union of their label spaces: labels of each set are moved
 * behind those of the sets before it, class names become {@code set/class}. A plain {@link Sampler} over {@link #images}
 * mixes the sets in every batch. Pixels are shared with the sets, not copied.
 *
 * @param images all images, set after set
 * @param blocks where each set lies
 */
public record ImageUnion(DataSetImages images, List<Block> blocks) {

    /**
     * One data set in the union.
     *
     * @param firstLabel its class 0 in the union's labels
     * @param firstImage its image 0 in the union's images
     */
    public record Block(String dataSet, int firstLabel, int classes, int firstImage, int images) {}

    /** One member of a union. */
    public record Member(String dataSet, DataSetImages images) {}

    public ImageUnion {
        blocks = List.copyOf(blocks);
    }

    /** Joins the same split of several data sets; all images must be of one size. */
    public static ImageUnion of(List<Member> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("no data set to join");
        }
        DataSetImages first = members.get(0).images();
        int total = Math.toIntExact(
                members.stream().mapToLong(member -> member.images().count()).sum());
        byte[][] pixels = new byte[total][];
        int[] labels = new int[total];
        List<String> names = new ArrayList<>(total);
        List<String> classNames = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        for (Member member : members) {
            DataSetImages images = member.images();
            if (images.size() != first.size() || images.split() != first.split()) {
                throw new IllegalArgumentException(
                        member.dataSet() + ": " + images.split().label() + " images of size " + images.size()
                                + " do not join " + first.split().label() + " images of size " + first.size());
            }
            int firstImage = names.size();
            int firstLabel = classNames.size();
            for (int image = 0; image < images.count(); image++) {
                pixels[firstImage + image] = images.sharedPixels(image);
                labels[firstImage + image] = firstLabel + images.label(image);
                names.add(member.dataSet() + "/" + images.name(image));
            }
            images.classNames().forEach(name -> classNames.add(member.dataSet() + "/" + name));
            blocks.add(
                    new Block(member.dataSet(), firstLabel, images.classNames().size(), firstImage, images.count()));
        }
        return new ImageUnion(
                DataSetImages.adopt(first.split(), first.size(), classNames, pixels, labels, names), blocks);
    }
}
