package gradus.laws;

import gradus.autodiff.Activations;
import gradus.autodiff.Applied;
import gradus.autodiff.Arithmetic;
import gradus.autodiff.Comparisons;
import gradus.autodiff.Contraction;
import gradus.autodiff.CustomOp;
import gradus.autodiff.Elementary;
import gradus.autodiff.Indexing;
import gradus.autodiff.Movement;
import gradus.autodiff.Op;
import gradus.autodiff.Parameter;
import gradus.autodiff.Piecewise;
import gradus.autodiff.Probability;
import gradus.autodiff.Reduction;
import gradus.autodiff.Shape;
import gradus.autodiff.FusedVjps;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** How a user spells each operator. The few without a method of their own are applied as the rules of others apply them. */
final class Methods {
    private Methods() {}

    static Tensor of(Op op, ImmutableList<Tensor> inputs) {
        Tensor x = inputs.getFirst();
        Tensor b = inputs.getLast();
        return switch (op) {
            case Arithmetic.Unary scaling -> of(scaling, x);
            case Elementary.Unary function -> of(function, x);
            case Activations.Unary activation -> of(activation, x);
            case Piecewise.Unary piece -> of(piece, x);
            case Op.Binary binary -> of(binary, x, b);
            case Reduction.Reducing reducing -> of(reducing, x);
            case Reduction.CumulativeSum(int axis) -> x.cumulativeSum(axis);
            case Probability.Softmax(int axis) -> x.softmax(axis);
            case Probability.LogSoftmax(int axis) -> x.logSoftmax(axis);
            case Probability.CrossEntropy(var labels) -> x.crossEntropy(labels);
            case Movement.OfOne moving -> of(moving, x);
            case Movement.Concat(int axis) -> Tensor.concat(axis, inputs);
            case Indexing.OfOne picking -> of(picking, x);
            case Comparisons.Where(var mask) -> Tensor.where(mask, x, b);
            case Contraction.Matmul product -> of(product, x, b);
            case Probability.CrossEntropySlope _ -> pair(op, x, b); // for rules: it has no method
            case Contraction.Linear() ->
                inputs.size() > 2 ? x.linear(inputs.get(1), inputs.get(2)) : x.linear(Parameter.of("weights", b), null);
            case CustomOp custom -> custom.of(inputs.toArray(new Tensor[0]));
        };
    }

    private static Tensor of(Arithmetic.Unary op, Tensor x) {
        return switch (op) {
            case Arithmetic.Neg() -> x.neg();
            case Arithmetic.Reciprocal() -> x.reciprocal();
            case Arithmetic.Square() -> x.square();
            case Arithmetic.PowConstant(double exponent) -> x.pow(exponent);
        };
    }

    private static Tensor of(Elementary.Unary op, Tensor x) {
        return switch (op) {
            case Elementary.Exp() -> x.exp();
            case Elementary.Expm1() -> x.expm1();
            case Elementary.Log() -> x.log();
            case Elementary.Log1p() -> x.log1p();
            case Elementary.Sqrt() -> x.sqrt();
            case Elementary.Rsqrt() -> x.rsqrt();
            case Elementary.Sin() -> x.sin();
            case Elementary.Cos() -> x.cos();
            case Elementary.Tan() -> x.tan();
            case Elementary.Tanh() -> x.tanh();
            case Elementary.Erf() -> x.erf();
        };
    }

    private static Tensor of(Activations.Unary op, Tensor x) {
        return switch (op) {
            case Activations.Sigmoid() -> x.sigmoid();
            case Activations.LogSigmoid() -> x.logSigmoid();
            case Activations.Softplus() -> x.softplus();
            case Activations.Silu() -> x.silu();
            case Activations.Gelu() -> x.gelu();
        };
    }

    private static Tensor of(Piecewise.Unary op, Tensor x) {
        return switch (op) {
            case Piecewise.Abs() -> x.abs();
            case Piecewise.Relu() -> x.relu();
            case Piecewise.LeakyRelu(double slope) -> x.leakyRelu(slope);
            case Piecewise.Elu(double alpha) -> x.elu(alpha);
            case Piecewise.Clamp(double low, double high) -> x.clamp(low, high);
            case Piecewise.Sign() -> x.sign();
            case Piecewise.Floor() -> x.floor();
            case Piecewise.Round() -> x.round();
        };
    }

    private static Tensor of(Op.Binary op, Tensor a, Tensor b) {
        return switch (op) {
            case Arithmetic.Add() -> a.add(b);
            case Arithmetic.Sub() -> a.sub(b);
            case Arithmetic.Mul() -> a.mul(b);
            case Arithmetic.Div() -> a.div(b);
            case Arithmetic.Chain() -> a.chain(b);
            case Arithmetic.Pow() -> a.pow(b);
            case Piecewise.Maximum() -> a.maximum(b);
            case Piecewise.Minimum() -> a.minimum(b);
            // the method refuses to broadcast
            case Probability.BinaryCrossEntropy() ->
                a.shape().equals(b.shape()) ? a.binaryCrossEntropy(b) : pair(op, a, b);
            // for rules: they have no methods
            case Probability.BinaryCrossEntropySlope _, FusedVjps.Binary _ -> pair(op, a, b);
        };
    }

    private static Tensor pair(Op op, Tensor a, Tensor b) {
        return Applied.of(op, Lists.immutable.with(a, b));
    }

    private static Tensor of(Reduction.Reducing op, Tensor x) {
        return switch (op) {
            case Reduction.Sum(var axes) -> x.sum(axes);
            case Reduction.Prod(var axes) -> x.prod(axes);
            case Reduction.Max(var axes) -> x.max(axes);
            case Reduction.Min(var axes) -> x.min(axes);
            case Reduction.Norm(var axes) -> x.norm(axes);
            case Reduction.LogSumExp(var axes) -> x.logSumExp(axes);
        };
    }

    private static Tensor of(Movement.OfOne op, Tensor x) {
        return switch (op) {
            case Movement.Reshape(Shape target) -> x.reshape(target);
            case Movement.Permute(var order) -> x.permute(order.toArray());
            case Movement.BroadcastTo(Shape target) -> x.broadcastTo(target);
            case Movement.Slice(int axis, int start, int count, int step)
            when step > 0 && count > 0 -> x.slice(axis, start, start + (count - 1) * step + 1, step);
            case Movement.Embed(int axis, int length, int start, int step, double fill)
            when step == 1 -> x.pad(axis, start, length - start - x.shape().dim(axis), fill);
            case Movement.Slice _, Movement.Embed _ -> single(op, x);
        };
    }

    private static Tensor single(Op op, Tensor x) {
        return Applied.of(op, Lists.immutable.with(x));
    }

    private static Tensor of(Indexing.OfOne op, Tensor x) {
        return switch (op) {
            case Indexing.IndexSelect(int axis, var rows) -> x.indexSelect(axis, rows);
            case Indexing.IndexAdd(int axis, var rows, int length) ->
                Tensor.zeros(x.dtype(), withDim(x, axis, length)).indexAdd(axis, rows, x);
            case Indexing.TakeAlongAxis(int axis, var index) -> x.takeAlongAxis(axis, index);
            case Indexing.AddAlongAxis(int axis, var index, int length) ->
                Tensor.zeros(x.dtype(), withDim(x, axis, length)).scatterAdd(axis, index, x);
        };
    }

    private static Shape withDim(Tensor x, int axis, int length) {
        int[] dims = x.shape().toArray();
        dims[axis < 0 ? axis + dims.length : axis] = length;
        return Shape.of(dims);
    }

    private static Tensor of(Contraction.Matmul op, Tensor a, Tensor b) {
        if (op.transposeA() && op.transposeB()) {
            return pair(op, a, b);
        }
        return op.transposeA() ? a.transposedMatmul(b) : op.transposeB() ? a.matmulTransposed(b) : a.matmul(b);
    }
}
