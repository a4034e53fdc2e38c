package gradus.examples.digits;

import java.io.IOException;
import module gradus.examples;

/**
 * The images as the report prepared them: 8 x 8 numbers, standardized by the mean and the standard deviation of all of
 * them together, with the target 1 for the digits 0 to 4 and 0 for the others; put in order by NumPy's generator, the
 * first half for training and the others for the test.
 */
record ReportData(String origin, Dataset train, Dataset test) {
    /** The seed of the report, for the order of the images and again for each network's first weights. */
    private static final long SEED = 12345;

    private static final int TRAINING = 898;
    private static final int SMALL_DIGITS = 5;
    private static final int COUNT = 1797;

    /** A fresh generator of the report's seed. */
    static NumpyGenerator generator() {
        return NumpyGenerator.seeded(SEED);
    }

    /** The digits that the user has, or generated ones. */
    static ReportData load(Run run) throws IOException {
        Digits digits = run.data(
                "digits",
                PublicData.DIGITS,
                Digits::load,
                () -> Digits.generated(COUNT, run.random().split()));
        run.say(digits.origin() + ": " + digits.all().size() + " images");
        Dataset labeled = digits.all().to(DType.F64).withTargets(DType.F64, digit -> digit < SMALL_DIGITS ? 1 : 0);
        Batch ordered = labeled.mapInputs(Scaling.standardizingWhole(labeled))
                .select(generator().permutation(labeled.size()).toArray())
                .all();
        // tensors of their own, so that not each batch is standardized anew
        Dataset all = Dataset.of(ordered.inputs(), ordered.targets());
        return new ReportData(digits.origin(), all.slice(0, TRAINING), all.slice(TRAINING, all.size()));
    }
}
