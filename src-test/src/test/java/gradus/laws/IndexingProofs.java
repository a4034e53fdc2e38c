package gradus.laws;

import static gradus.laws.Domain.polynomial;
import static gradus.laws.Refusal.outside;
import static gradus.laws.Refusal.wrongAxis;
import static gradus.laws.Refusal.wrongShape;
import static gradus.laws.Refusal.x;
import static gradus.laws.Rows.ofOne;

import gradus.autodiff.Indexing;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;

/** The proofs of {@link Indexing}. Where elements are added, terms may cancel. */
final class IndexingProofs {
    private static final Indices MATRIX = Indices.of(Shape.of(1, 2), 0, 0);

    private IndexingProofs() {}

    static Proof of(Indexing.OfOne op) {
        return switch (op) {
            case Indexing.IndexSelect(int axis, Indices rows) -> indexSelect(axis, rows);
            case Indexing.IndexAdd(int axis, Indices rows, int length) -> indexAdd(axis, rows, length);
            case Indexing.TakeAlongAxis(int axis, Indices index) -> takeAlongAxis(axis, index);
            case Indexing.AddAlongAxis(int axis, Indices index, int length) -> addAlongAxis(axis, index, length);
        };
    }

    private static Proof indexSelect(int axis, Indices rows) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = source.axesShape();
                            int drawn = source.axis(dims);
                            int length = dims[along(drawn, dims)];
                            int count = length == 0 ? 0 : source.between(0, 5);
                            return Fitting.of(
                                    new Indexing.IndexSelect(drawn, source.indices(new int[] {count}, length)), dims);
                        },
                        x -> x.indexSelect(axis, rows),
                        x -> Reference.indexSelect(x, axis, rows),
                        polynomial(0))
                .refusing(
                        wrongAxis(wrong -> new Indexing.IndexSelect(wrong, Indices.of(0))),
                        wrongShape(new Indexing.IndexSelect(0, MATRIX), x(2)),
                        outside(new Indexing.IndexSelect(0, Indices.of(0, 2)), x(2)),
                        outside(new Indexing.IndexSelect(0, Indices.of(-1)), x(2)));
    }

    private static Proof indexAdd(int axis, Indices rows, int length) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = source.axesShape();
                            int drawn = source.axis(dims);
                            int[] count = {dims[along(drawn, dims)]};
                            int places = source.between(1, 5);
                            return Fitting.of(
                                    new Indexing.IndexAdd(drawn, source.indices(count, places), places), dims);
                        },
                        x -> zeros(x, axis, length).indexAdd(axis, rows, x),
                        x -> Reference.indexAdd(x, axis, rows, length),
                        polynomial(0.5).upTo(1e30))
                .summing((x, _) -> x.dim(axis))
                .refusing(
                        wrongAxis(wrong -> new Indexing.IndexAdd(wrong, Indices.of(0, 0), 2)),
                        wrongShape(new Indexing.IndexAdd(0, MATRIX, 2), x(2)),
                        wrongShape(new Indexing.IndexAdd(0, Indices.of(0), 2), x(2)),
                        outside(new Indexing.IndexAdd(0, Indices.of(0, 2), 2), x(2)));
    }

    private static Proof takeAlongAxis(int axis, Indices index) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = source.axesShape();
                            int drawn = source.axis(dims);
                            int along = along(drawn, dims);
                            int[] places = dims.clone();
                            places[along] = dims[along] == 0 ? 0 : source.between(0, 5);
                            return Fitting.of(
                                    new Indexing.TakeAlongAxis(drawn, source.indices(places, dims[along])), dims);
                        },
                        x -> x.takeAlongAxis(axis, index),
                        x -> Reference.takeAlongAxis(x, axis, index),
                        polynomial(0))
                .refusing(
                        wrongShape(new Indexing.TakeAlongAxis(2, MATRIX), x(1, 2)),
                        wrongShape(new Indexing.TakeAlongAxis(0, MATRIX), x(2)),
                        wrongShape(new Indexing.TakeAlongAxis(0, MATRIX), x(1, 3)),
                        outside(new Indexing.TakeAlongAxis(0, Indices.of(2)), x(2)));
    }

    private static Proof addAlongAxis(int axis, Indices index, int length) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = source.axesShape();
                            int places = source.between(1, 5);
                            return Fitting.of(
                                    new Indexing.AddAlongAxis(source.axis(dims), source.indices(dims, places), places),
                                    dims);
                        },
                        x -> zeros(x, axis, length).scatterAdd(axis, index, x),
                        x -> Reference.addAlongAxis(x, axis, index, length),
                        polynomial(0.5).upTo(1e30))
                .summing((x, _) -> x.dim(axis))
                .refusing(
                        wrongShape(new Indexing.AddAlongAxis(2, MATRIX, 2), x(1, 2)),
                        wrongShape(new Indexing.AddAlongAxis(0, MATRIX, 2), x(2, 2)),
                        outside(new Indexing.AddAlongAxis(0, Indices.of(0, 2), 2), x(2)));
    }

    private static int along(int axis, int[] dims) {
        return axis < 0 ? axis + dims.length : axis;
    }

    /** Zeros to add to: as x, but so many along the axis. */
    private static Tensor zeros(Tensor x, int axis, int length) {
        int[] dims = x.shape().toArray();
        dims[along(axis, dims)] = length;
        return Tensor.zeros(x.dtype(), Shape.of(dims));
    }
}
