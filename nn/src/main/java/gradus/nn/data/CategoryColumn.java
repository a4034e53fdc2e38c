package gradus.nn.data;

import gradus.autodiff.ArgumentException;

/**
 * A column of words, in the order of their characters. Spaces around a word do not count, and no
 * word is a word as well. {@link TableColumn#category} makes one.
 *
 * @param isIndex whether a word becomes its number instead of a column for each
 * @param refusesUnseen whether a word that was not seen in training is an error
 * @param least how often a word must be in the training part to have a place of its own
 */
public record CategoryColumn(String name, boolean isIndex, boolean refusesUnseen, int least) implements TableColumn {
    /**
     * A column.
     *
     * @throws ArgumentException unless {@code least} is 1 or more
     */
    public CategoryColumn {
        if (least < 1) {
            throw new ArgumentException("TableColumn.category", "rareBelow a count of 1 or more", least + "", "");
        }
    }

    /**
     * The same column as one number: the place of the word among those of the training part, from 0
     * on, for an {@code Embedding}.
     */
    public CategoryColumn asIndex() {
        return new CategoryColumn(name, true, refusesUnseen, least);
    }

    /** The same column in which a word that was not seen in training is an error. */
    public CategoryColumn refusingUnseen() {
        return new CategoryColumn(name, isIndex, true, least);
    }

    /**
     * The same column in which words that are less frequent in the training part share one place.
     * Unseen ones have it too, so that a network knows what to make of them; without rare words the
     * place is never trained.
     *
     * @throws ArgumentException unless {@code count} is 1 or more
     */
    public CategoryColumn rareBelow(int count) {
        return new CategoryColumn(name, isIndex, refusesUnseen, count);
    }
}
