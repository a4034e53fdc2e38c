package gradus.examples.digits;

import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * An epoch in the report's table, counted from 0: means over its minibatches, of each training
 * batch before its step, and of the test batches after the epoch.
 */
record Row(int epoch, double trainLoss, double trainAccuracy, double testLoss, double testAccuracy) {

    /** As the report prints it: four decimals, {@code nan} where there is no number. */
    ImmutableList<String> cells() {
        return Lists.immutable
                .with(epoch + "")
                .newWithAll(Lists.immutable
                        .with(trainLoss, trainAccuracy, testLoss, testAccuracy)
                        .collect(Row::decimals));
    }

    private static String decimals(double value) {
        return Double.isNaN(value) ? "nan" : String.format(Locale.ROOT, "%.4f", value);
    }
}
