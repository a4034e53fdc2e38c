package gradus.autodiff;

/**
 * Stands for the array of a tensor without giving it away: equal exactly where the array is the
 * same.
 */
final class Storage {
    private final Object array;

    Storage(Object array) {
        this.array = array;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the array itself is meant
    public boolean equals(Object other) {
        return other instanceof Storage storage && array == storage.array;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(array);
    }

    @Override
    public String toString() {
        return "storage of a tensor";
    }
}
