package gradus.examples.digits;

import gradus.nn.report.Figures;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The figures of parts 1 to 5, beside those of the original report where it has them and this run is one that can be
 * compared.
 */
record DigitsFigures(DigitsResults results) {
    private static final ImmutableList<String> REPORTED_GRADIENT =
            Lists.immutable.with("1.282477", "-1.138274", "0.784228", "0.233444", "0.067864");

    void addTo(Figures figures) {
        surface(figures);
        differences(figures);
        oneLayer(figures);
        runs(figures);
        figures.share("corrected_test_accuracy", results.corrected().accuracy(), "");
        figures.number("corrected_test_loss", results.corrected().testLoss(), "");
    }

    private void surface(Figures figures) {
        results.descents()
                .forEachWithIndex((descent, i) -> figures.number(
                        "descent_" + (i + 1) + "_height", descent.end().height(), i == 2 ? "below -2" : ""));
        figures.number(
                "gradient_largest_distance_from_formula",
                results.descents()
                        .flatCollect(Descent::path)
                        .collectDouble(Descent.Point::distanceFromFormula)
                        .max(),
                "");
    }

    private void differences(Figures figures) {
        figures.number("difference_check_sigmoid", error("sigmoid, dx"), "");
        figures.number("difference_check_relu", error("ReLU, dx"), "");
        figures.number("difference_check_cross_entropy", error("cross-entropy, dy"), "");
        figures.number("difference_check_dx", error("linear, dx"), "8.9e-7");
        figures.number("difference_check_dW", error("linear, dW"), "1.7e-6");
        figures.number("difference_check_db", error("linear, db"), "");
    }

    private double error(String name) {
        return results.stepSizes().detect(sizes -> sizes.name().equals(name)).atReportedStep();
    }

    private void oneLayer(Figures figures) {
        figures.exact("one_layer_loss", results.oneLayer().loss(), "2.309880244091049");
        results.oneLayer()
                .gradient()
                .forEachWithIndex(
                        (value, i) -> figures.exact("one_layer_gradient_" + i, value, REPORTED_GRADIENT.get(i)));
    }

    private void runs(Figures figures) {
        boolean comparable = results.data().isReal() && !results.run().options().quick();
        results.tables().forEachWithIndex((table, i) -> {
            boolean printed = comparable && i == 0;
            figures.number("run_" + (i + 1) + "_test_loss", table.getLast().testLoss(), printed ? "0.0740" : "");
            figures.share(
                    "run_" + (i + 1) + "_test_accuracy", table.getLast().testAccuracy(), printed ? "97.18 %" : "");
        });
        Diagnoses diagnoses = results.diagnoses();
        orNever(figures, "run_4_dead_after_steps", diagnoses.dying().deadAfter(), "");
        orNever(figures, "run_3_first_nan_epoch", diagnoses.breaking().epoch(), comparable ? "14" : "");
        diagnoses.shrinking().layers().forEachWithIndex((layer, i) -> {
            figures.number("run_7_outputs_of_layer_" + (i + 1), layer.output(), "");
            figures.number("run_7_gradient_of_layer_" + (i + 1), layer.gradient(), "");
        });
    }

    /** NaN stands for never. */
    private static void orNever(Figures figures, String name, int value, String reported) {
        if (value >= 0) {
            figures.count(name, value, reported);
        } else {
            figures.number(name, Double.NaN, reported);
        }
    }
}
