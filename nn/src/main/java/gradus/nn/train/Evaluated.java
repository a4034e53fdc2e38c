package gradus.nn.train;

import gradus.nn.data.Batch;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.jspecify.annotations.Nullable;

/**
 * What a model gave for some examples.
 *
 * @param loss the mean over them
 * @param examples how many
 * @param means of the metrics that are means over batches
 * @param shown they, with what it gave; null where no other metric asks for it
 */
record Evaluated(
        double loss,
        int examples,
        ImmutableDoubleList means,
        @Nullable Batch shown) {
    /** The same without inputs, for longer than the scope in which it was computed. */
    Evaluated keep() {
        return new Evaluated(
                loss,
                examples,
                means,
                shown == null ? null : shown.withoutInputs().keep());
    }
}
