package gradus.nn.optim;

import org.eclipse.collections.api.factory.Lists;

/**
 * A schedule that is as it was written, and equal to others that are written so.
 *
 * @param words the call that makes it
 */
record FormulaSchedule(String words, Schedule formula) implements Schedule {
    /** @param of what it is made of, without the class */
    static Schedule of(String method, Schedule formula, Object... of) {
        return new FormulaSchedule(method + Lists.immutable.with(of).makeString("(", ", ", ")"), formula);
    }

    @Override
    public double at(long step) {
        return formula.at(step);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FormulaSchedule schedule && words.equals(schedule.words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }

    @Override
    public String toString() {
        return words;
    }
}
