package gradus.nn;

import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;

/** Refuses indices outside their range in the words of the layer or loss that they were given to. */
final class IndexRange {
    private IndexRange() {}

    static void require(String operator, String what, Indices indices, int count) {
        for (int i = 0; i < indices.shape().size(); i++) {
            int index = indices.get(i);
            if (index < 0 || index >= count) {
                throw new IndexException(operator, what + " from 0 to " + (count - 1), index + " at position " + i, "");
            }
        }
    }
}
