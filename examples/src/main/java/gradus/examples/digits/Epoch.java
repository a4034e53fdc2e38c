package gradus.examples.digits;

import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** Means over the minibatches of an epoch: of each training batch before its step, and of the test batches after the epoch. */
record Epoch(int number, double trainLoss, double trainAccuracy, double testLoss, double testAccuracy) {

    /** The row of the report's table: four decimals, {@code nan} where there is no number. */
    ImmutableList<String> row() {
        return Lists.immutable
                .with(number + "")
                .newWithAll(Lists.immutable
                        .with(trainLoss, trainAccuracy, testLoss, testAccuracy)
                        .collect(Epoch::decimals));
    }

    private static String decimals(double value) {
        return Double.isNaN(value) ? "nan" : String.format(Locale.ROOT, "%.4f", value);
    }
}
