package gradus.laws;

import static gradus.laws.Domain.polynomial;
import static gradus.laws.Refusal.mixedTypes;
import static gradus.laws.Refusal.outside;
import static gradus.laws.Refusal.wrongAxis;
import static gradus.laws.Refusal.wrongShape;
import static gradus.laws.Refusal.x;
import static gradus.laws.Rows.appliedToOne;
import static gradus.laws.Rows.ofMany;
import static gradus.laws.Rows.ofOne;

import gradus.autodiff.Axes;
import gradus.autodiff.Movement;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** The proofs of {@link Movement}. */
final class MovementProofs {
    private MovementProofs() {}

    static Proof of(Movement.OfOne op) {
        return switch (op) {
            case Movement.Reshape(Shape target) -> reshape(target);
            case Movement.Permute(Axes order) -> permute(order);
            case Movement.BroadcastTo(Shape target) -> broadcastTo(target);
            case Movement.Slice slice -> slice(slice);
            case Movement.Embed embed -> embed(embed);
        };
    }

    static Proof of(Movement.OfMany op) {
        return switch (op) {
            case Movement.Concat(int axis) -> concat(axis);
        };
    }

    private static Proof reshape(Shape target) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = source.shape();
                            int[] shuffled = Arrays.stream(source.order(dims.length))
                                    .map(axis -> dims[axis])
                                    .toArray();
                            int[] drawn = source.oneIn(3) ? new int[] {1, Grid.size(dims)} : shuffled;
                            return Fitting.of(new Movement.Reshape(Shape.of(drawn)), dims);
                        },
                        x -> x.reshape(target),
                        x -> x.reshape(target.toArray()),
                        polynomial(0))
                .refusing(wrongShape(new Movement.Reshape(Shape.of(5)), x(2, 3)));
    }

    private static Proof permute(Axes order) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = source.shape();
                            return Fitting.of(permutation(source.order(dims.length)), dims);
                        },
                        x -> x.permute(order.axes().toArray()),
                        x -> Reference.permute(x, order.axes().toArray()),
                        polynomial(0))
                .refusing(
                        wrongShape(permutation(0), x(2, 3)),
                        wrongShape(permutation(1, 1), x(2, 3)),
                        wrongShape(permutation(0, 2), x(2, 3)));
    }

    private static Movement.Permute permutation(int... order) {
        return new Movement.Permute(Axes.of(order));
    }

    private static Proof broadcastTo(Shape target) {
        return ofOne(
                        (_, source) -> {
                            int[] drawn = source.shape();
                            return Fitting.of(new Movement.BroadcastTo(Shape.of(drawn)), source.broadcastableTo(drawn));
                        },
                        x -> x.broadcastTo(target),
                        x -> x.broadcastTo(target.toArray()),
                        polynomial(0))
                .refusing(
                        wrongShape(new Movement.BroadcastTo(Shape.of(2, 4)), x(2, 3)),
                        wrongShape(new Movement.BroadcastTo(Shape.of(3)), x(1, 3)));
    }

    private static Proof slice(Movement.Slice op) {
        int start = op.start();
        int end = start + (op.count() - 1) * op.step() + 1;
        boolean forward = op.step() > 0 && op.count() > 0;
        return ofOne(
                        (_, source) -> {
                            int[] dims = source.axesShape();
                            int axis = source.axis(dims);
                            Stride stride = Stride.draw(source, dims[axis < 0 ? axis + dims.length : axis]);
                            return Fitting.of(new Movement.Slice(axis, stride.start, stride.count, stride.step), dims);
                        },
                        x -> forward
                                ? x.slice(op.axis(), start, end, op.step())
                                : appliedToOne(op).apply(x),
                        x -> Reference.slice(x, op.axis(), start, op.count(), op.step()),
                        polynomial(0))
                .refusing(
                        wrongAxis(axis -> new Movement.Slice(axis, 0, 1, 1)),
                        outside(new Movement.Slice(0, 1, 2, 1), x(2)),
                        outside(new Movement.Slice(0, -1, 1, 1), x(2)),
                        outside(new Movement.Slice(0, 0, 2, -1), x(2)),
                        outside(new Movement.Slice(0, 0, 2, 0), x(2)),
                        outside(new Movement.Slice(0, 0, -1, 1), x(2)));
    }

    private static Proof embed(Movement.Embed op) {
        return ofOne(
                        (_, source) -> {
                            int[] dims = source.axesShape();
                            int axis = source.axis(dims);
                            Stride stride = Stride.draw(source, source.between(0, 7));
                            dims[axis < 0 ? axis + dims.length : axis] = stride.count;
                            double fill = source.oneOf(0, 0, 1.5);
                            return Fitting.of(
                                    new Movement.Embed(axis, stride.length, stride.start, stride.step, fill), dims);
                        },
                        x -> op.step() == 1 ? padded(op, x) : appliedToOne(op).apply(x),
                        x -> Reference.embed(x, op.axis(), op.length(), op.start(), op.step(), op.fill()),
                        polynomial(0))
                .refusing(
                        wrongAxis(axis -> new Movement.Embed(axis, 9, 0, 1, 0)),
                        outside(new Movement.Embed(0, 2, 1, 1, 0), x(2)),
                        outside(new Movement.Embed(0, 2, 0, 2, 0), x(2)),
                        outside(new Movement.Embed(0, 2, -1, 1, 0), x(2)));
    }

    private static Tensor padded(Movement.Embed op, Tensor x) {
        int after = op.length() - op.start() - x.shape().dim(op.axis());
        return x.pad(op.axis(), op.start(), after, op.fill());
    }

    private static Proof concat(int axis) {
        Movement.Concat rows = new Movement.Concat(0);
        return ofMany(
                        (_, source) -> parts(source),
                        x -> Tensor.concat(axis, x),
                        x -> Reference.concat(axis, x),
                        polynomial(0),
                        3)
                .refusing(
                        mixedTypes(rows),
                        wrongShape(rows, x(2, 3), x(2, 4)),
                        wrongShape(rows, x(2, 3), x(2)),
                        wrongShape(new Movement.Concat(2), x(2, 3), x(2, 3)));
    }

    /** Up to four parts that differ along one axis. */
    private static Fitting parts(Source source) {
        int[] dims = source.axesShape();
        int along = source.below(dims.length);
        ImmutableList<int[]> parts = Lists.immutable.fromStream(
                IntStream.rangeClosed(0, source.below(4)).mapToObj(_ -> {
                    int[] part = dims.clone();
                    part[along] = source.between(0, 3);
                    return part;
                }));
        return new Fitting(new Movement.Concat(along), parts);
    }

    /** {@code count} places of an axis of {@code length}, from {@code start} in steps of {@code step}, either way. */
    private record Stride(int length, int start, int count, int step) {
        static Stride draw(Source source, int length) {
            if (length == 0) {
                return new Stride(0, 0, 0, 1);
            }
            int first = source.below(length);
            int last = source.between(first, length - 1);
            int step = source.between(1, 3);
            int count = source.oneIn(10) ? 0 : (last - first) / step + 1;
            boolean backwards = source.oneIn(3);
            int start = backwards ? first + Math.max(0, count - 1) * step : first;
            return new Stride(length, start, count, backwards ? -step : step);
        }
    }
}
