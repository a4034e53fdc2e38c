package gradus.nn.train;

import gradus.autodiff.Tensor;

/**
 * Sums over examples for each unit of a layer, batch by batch; deviations by Welford, Technometrics
 * 4 (1962), so that equal outputs have none.
 */
final class UnitSums {
    private double[] means = {};
    private final SquareSum deviations = new SquareSum();
    private final SquareSum outputSquares = new SquareSum();
    private boolean[] speaks = {};
    private final SquareSum gradientSquares = new SquareSum();
    private long examples;

    /** Adds outputs {@code [n, ...]} and the gradients with respect to them. */
    void add(Tensor outputs, Tensor gradients, int count) {
        double[] values = outputs.toDoubleArray();
        int units = values.length / count;
        if (examples == 0) {
            means = new double[units];
            speaks = new boolean[units];
        }
        for (int i = 0; i < values.length; i++) {
            int unit = i % units;
            double off = values[i] - means[unit];
            means[unit] += off / (examples + i / units + 1);
            deviations.add(off, values[i] - means[unit]);
            outputSquares.add(values[i], values[i]);
            speaks[unit] |= values[i] != 0;
        }
        for (double gradient : gradients.toDoubleArray()) {
            gradientSquares.add(gradient, gradient);
        }
        examples += count;
    }

    LayerStatistics.Row row(String name, String layer) {
        int units = means.length;
        int silent = 0;
        for (int unit = 0; unit < units; unit++) {
            silent += speaks[unit] ? 0 : 1;
        }
        double numbers = (double) examples * units;
        return new LayerStatistics.Row(
                name,
                layer,
                units,
                silent,
                outputSquares.rootOfMean(numbers),
                deviations.rootOfMean(numbers),
                gradientSquares.rootOfMean(numbers));
    }
}
