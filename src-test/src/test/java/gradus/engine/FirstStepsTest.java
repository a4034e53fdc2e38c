package gradus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.Axes;
import gradus.autodiff.Derivatives;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Scope;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

/**
 * Short programs start without Eclipse Collections, whose signed jars take the JVM half a second to
 * check: tensors, operators, derivatives, scopes and parameters load no class of it. Only who calls
 * a method with such a list in its signature does.
 */
class FirstStepsTest {

    /** Loads this library and the program anew, and finds no class of Eclipse Collections. */
    private static final class Without extends ClassLoader {
        Without() {
            super(FirstStepsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (name.startsWith("org.eclipse.collections.")) {
                    throw new ClassNotFoundException(name);
                }
                boolean isOurs = name.startsWith("gradus.autodiff.") || name.startsWith(FirstStepsTest.class.getName());
                Class<?> known = findLoadedClass(name);
                return known != null ? known : isOurs ? define(name) : super.loadClass(name, resolve);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }

        String run(Class<? extends Program> program) throws ReflectiveOperationException {
            Object made = loadClass(program.getName()).getDeclaredConstructor().newInstance();
            return made.toString();
        }
    }

    /** What it prints is its text. */
    abstract static class Program {
        Program() {}

        abstract Object result();

        @Override
        public String toString() {
            return String.valueOf(result());
        }
    }

    /** The Hessian of a function of fifty variables. */
    public static final class SecondDerivatives extends Program {
        @Override
        Object result() {
            double[] point = new double[50];
            for (int i = 0; i < point.length; i++) {
                point[i] = 0.01 * i;
            }
            Tensor hessian = Derivatives.hessian(
                    x -> {
                        Tensor left = x.slice(0, 0, 49);
                        Tensor valley = x.slice(0, 1, 50).sub(left.square());
                        return valley.square()
                                .mul(100)
                                .add(left.sub(1).square())
                                .sum();
                    },
                    Tensor.of(point));
            return hessian.shape() + " " + hessian.get(0, 0) + " " + hessian.get(0, 1) + " " + hessian.get(49, 49);
        }
    }

    /** One of nearly every kind of operator, at orders 1 and 2, and what is made of derivatives. */
    public static final class ManyOperators extends Program {
        private final Tensor x = Tensor.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6);
        private final Tensor w = Tensor.variable(Tensor.of(Shape.of(3, 2), 1.0, 2, 3, 4, 5, 6));

        private Tensor loss() {
            Tensor y = x.matmul(w).tanh().sum(1).square().mean();
            y = y.add(x.softmax(1)
                    .matmul(w)
                    .transpose()
                    .exp()
                    .max(Axes.of(0).kept())
                    .sum());
            y = y.add(w.select(0, 1).dot(w.select(0, 0)))
                    .add(w.slice(0, 0, 2).sigmoid().mean());
            y = y.add(Tensor.where(w.greater(2), w, w.softplus()).norm())
                    .add(w.variance(0).sum());
            y = y.add(w.logSumExp(1).sum());
            y = y.add(w.linear(Tensor.zeros(w.dtype(), Shape.of(4, 2)), Tensor.zeros(w.dtype(), Shape.of(4)))
                    .sum());
            y = y.add(w.indexSelect(0, Indices.of(1, 2, 1)).sum())
                    .add(w.gather(1, Indices.of(0)).sum());
            y = y.add(w.crossEntropy(Indices.of(0, 1, 1)).mean())
                    .add(Tensor.concat(1, w, w).min());
            y = y.add(w.transpose().flip().tile(2, 2).repeat(0, 2).min())
                    .add(Tensor.stack(0, w, w).log().sum());
            return y.add(w.reshape(-1, 3).permute(1, 0).squeeze().expandDims(0).sum());
        }

        @Override
        Object result() {
            Tensor gradient = loss().differentiableGradients().of(w);
            return gradient.detach() + "" + gradient.square().sum().gradients().of(w)
                    + Derivatives.hvp(v -> v.matmul(w.detach()).softmax(1).log().sum(), x, x)
                    + Derivatives.jvp(v -> v.softmax(1), x, x)
                    + Derivatives.valueAndGrad(v -> v.square().sum(), x).value()
                    + Derivatives.vjp(v -> v.softmax(1), x, x)
                    + Derivatives.jacobian(v -> v.softmax(0), x.select(0, 1));
        }
    }

    /** A parameter read in a scope, and an error. */
    public static final class ScopeAndError extends Program {
        @Override
        Object result() {
            Parameter w = Parameter.of("w", Tensor.of(1.0, 2.0));
            Parameter layer = Parameter.of("layer", Tensor.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6));
            Tensor x = Tensor.of(Shape.of(1, 3), 1.0, 2, 3);
            Tensor gradient = new Scope().run(() -> {
                Tensor inner = x.linear(layer, w);
                Tensor loss = inner.square().sum().add(w.value().sum());
                return loss.gradientsKeeping(inner)
                        .of(inner)
                        .sum()
                        .add(loss.gradients().of(w));
            });
            try {
                return w.isFinite() + "" + gradient.matmul(Tensor.of(1.0, 2.0, 3.0));
            } catch (ShapeException error) {
                return gradient + error.getMessage();
            }
        }
    }

    @Test
    void shortProgramsLoadNoClassOfEclipseCollections() throws ReflectiveOperationException {
        Without without = new Without();
        for (Program program : List.of(new SecondDerivatives(), new ManyOperators(), new ScopeAndError())) {
            assertThat(without.run(program.getClass())).isEqualTo(program.toString());
        }
    }

    /** The loader does what the test above needs: a program with a list fails under it. */
    public static final class WithAList extends Program {
        @Override
        Object result() {
            return Tensor.concat(0, Lists.immutable.with(Tensor.scalar(1).expandDims(0)));
        }
    }

    @Test
    void aProgramThatUsesItIsNoticed() {
        assertThatThrownBy(() -> new Without().run(WithAList.class))
                .hasRootCauseInstanceOf(ClassNotFoundException.class);
    }
}
