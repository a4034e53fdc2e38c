package gradus.nn.files;

import gradus.autodiff.Tensor;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * What stands in a file of tensors beside those that were read: it is sound, but no tensor can hold
 * it, such as complex numbers or whole numbers beyond what F64 holds exactly. Who asks for it by
 * its name gets the reason.
 *
 * @param name as in the file
 */
public record UnreadTensor(String name, DataException reason) {
    /**
     * The tensor of a name among those that were read.
     *
     * @throws DataException if it stands in the file but was not read
     * @throws gradus.autodiff.ArgumentException if it does not stand in the file
     */
    static Tensor find(
            String operator, ImmutableList<StoredTensor> tensors, ImmutableList<UnreadTensor> unread, String name) {
        UnreadTensor found = unread.detect(each -> each.name.equals(name));
        if (found != null && tensors.noneSatisfy(stored -> stored.name().equals(name))) {
            throw found.reason.again();
        }
        return StoredTensor.of(operator, tensors, name);
    }

    /** Checks that nothing is among what was not read. */
    static void requireNone(ImmutableList<UnreadTensor> unread) {
        unread.getFirstOptional().ifPresent(first -> {
            throw first.reason.again();
        });
    }

    /** Its name, and why it was not read. */
    @Override
    public String toString() {
        return name + " (not read: " + reason.getMessage() + ")";
    }
}
