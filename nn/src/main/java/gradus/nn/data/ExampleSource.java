package gradus.nn.data;

import java.util.function.Consumer;

/**
 * Where a {@link StreamedDataset} gets its examples, in pieces one after the other, such as the rows of a
 * table:
 *
 * {@snippet lang = java :
 * ExampleSource flowers = pieces -> Csv.stream(
 *         file,
 *         Csv.Format.commas().withHeader(),
 *         1000,
 *         part -> pieces.accept(Dataset.of(part.numbers("width", "height"), part.labels("species", names))));
 * }
 *
 * <p>What it opens it closes itself, by try-with-resources: what {@code pieces} throws, also when nobody
 * wants more examples, passes through it.
 */
@FunctionalInterface
public interface ExampleSource {
    /**
     * Hands out all examples, each time the same in the same order. It is called on a thread of its own,
     * once for each epoch.
     *
     * @param pieces takes one piece after the other, of any sizes, with the same parts
     */
    void read(Consumer<Dataset> pieces);
}
