package gradus.nn.metrics;

import org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList;

/**
 * A sum that is rounded once, at the end, so that the order of what is added makes no difference.
 * Shewchuk, Discrete and Computational Geometry 18 (1997): the sum so far is kept as numbers of
 * which none overlaps another.
 */
final class ExactSum {
    private final DoubleArrayList parts = new DoubleArrayList();

    /** Adds a finite number. */
    void add(double number) {
        double carried = number;
        int kept = 0;
        for (int i = 0; i < parts.size(); i++) {
            double part = parts.get(i);
            double large = Math.abs(carried) < Math.abs(part) ? part : carried;
            double small = Math.abs(carried) < Math.abs(part) ? carried : part;
            double sum = large + small;
            double lost = small - (sum - large);
            if (lost != 0) {
                parts.set(kept, lost);
                kept++;
            }
            carried = sum;
        }
        while (parts.size() > kept) {
            parts.removeAtIndex(parts.size() - 1);
        }
        parts.add(carried);
    }

    /** The double nearest to the sum; of two equally near the even one. */
    double value() {
        int next = parts.size() - 1;
        if (next < 0) {
            return 0;
        }
        double sum = parts.get(next);
        double lost = 0;
        while (next > 0 && lost == 0) {
            next--;
            double before = sum;
            sum = before + parts.get(next);
            lost = parts.get(next) - (sum - before);
        }
        boolean halfwayUnlessMoreFollows = next > 0 && Math.signum(lost) == Math.signum(parts.get(next - 1));
        double further = sum + 2 * lost;
        return halfwayUnlessMoreFollows && further - sum == 2 * lost ? further : sum;
    }
}
