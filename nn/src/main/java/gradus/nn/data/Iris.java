package gradus.nn.data;

import gradus.nn.files.DataException;
import java.nio.file.Path;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * 150 flowers of three species of iris with the lengths and widths of their sepals and petals in
 * centimeters: inputs {@code [n, 4]} of type F32. Fisher, "The Use of Multiple Measurements in
 * Taxonomic Problems", Annals of Eugenics 7 (1936).
 *
 * @param species the names of the classes
 */
public record Iris(Dataset all, ImmutableList<String> species) {

    private static final int MEASURES = 4;

    /**
     * Reads {@code iris.csv} of scikit-learn, plain or gzipped, from a folder: a row with the
     * number of flowers, of measures and the names of the species, and a row for each flower with
     * its measures and its species' number.
     *
     * @throws DataException if it is missing or damaged
     */
    public static Iris load(Path folder) {
        Path file = DataFiles.find(folder, "iris.csv", "iris");
        Csv csv = Csv.read(file, Csv.Format.commas().withHeader());
        ImmutableList<String> first = csv.columns();
        if (first.size() != MEASURES + 1 || !first.getFirst().equals(csv.size() + "")) {
            throw new DataException(
                    file,
                    0,
                    "the number of flowers, " + csv.size() + ", of measures, " + MEASURES
                            + ", and three species in the first line",
                    first.makeString(),
                    "");
        }
        ImmutableList<String> species = first.drop(2);
        String[] measures = first.take(MEASURES).toArray(new String[0]);
        return new Iris(Dataset.of(csv.numbers(measures), csv.labels(first.getLast(), species.size())), species);
    }
}
