package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Linear;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/** What subclasses add and what classes capture is not forgotten without a word. */
class InheritedPartsTest {
    private final double factor = 2;
    private final Linear outer = linear();

    private static Linear linear() {
        return Linear.of(2, 2, Randomness.seeded(1)).withoutBias();
    }

    private static class Named implements Layer {
        final Layer inner;

        Named(Layer inner) {
            this.inner = inner;
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return mode.apply("inner", inner, x);
        }

        @Override
        public NamedParts namedParts() {
            return NamedParts.of("inner", inner);
        }
    }

    private static final class Adding extends Named {
        private final Object second;

        Adding(Layer inner, Object second) {
            super(inner);
            this.second = second;
        }
    }

    @Test
    void aPartThatTheSuperclassDoesNotNameIsRefused() {
        assertThatThrownBy(() -> new Adding(linear(), linear()).namedParameters())
                .isInstanceOf(ArgumentException.class)
                .hasMessage("Adding: needs all its parameters in what Named lists, got the field second without; let"
                        + " its own namedParts() return \"second\", second too, beside those of the superclass");
        assertThatThrownBy(() -> Sequential.of(new Adding(linear(), linear()))).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new Adding(linear(), BatchNorm.of(2)).namedBuffers())
                .hasMessageStartingWith("Adding: needs all its buffers in what Named lists, got the field second");
    }

    @Test
    void aPartThatTheSuperclassNamesMayBeKept() {
        Linear shared = linear();
        assertThat(new Adding(shared, shared).namedParameters()).hasSize(1);
        assertThat(new Adding(shared, "word").namedParameters()).hasSize(1);
        assertThat(new Adding(shared, null).namedBuffers()).isEmpty();
    }

    private abstract static class Listing implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return x;
        }

        @Override
        public ImmutableList<NamedParameter> namedParameters() {
            return NamedParameter.under("own", linear());
        }
    }

    private static final class AddingToList extends Listing {
        private final Linear second = linear();
    }

    @Test
    void aPartThatTheSuperclassDoesNotListIsRefused() {
        assertThatThrownBy(() -> NamedParameter.allOf(new AddingToList()))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("AddingToList: needs all its parameters in what Listing lists");
        assertThatThrownBy(() -> Sequential.of(new AddingToList())).isInstanceOf(ArgumentException.class);
    }

    @Test
    void captureOfALayerIsRefused() {
        Linear captured = linear();
        Layer anonymous = new Layer() {
            @Override
            public Tensor forward(Tensor x, Mode mode) {
                return captured.forward(x, mode);
            }
        };
        assertThatThrownBy(anonymous::namedParameters)
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("got the field captured without; let namedParts() return"
                        + " NamedParts.of(\"captured\", captured), or");
        class Local implements Layer {
            @Override
            public Tensor forward(Tensor x, Mode mode) {
                return captured.forward(x, mode);
            }
        }
        assertThatThrownBy(() -> new Local().namedParameters()).hasMessageStartingWith("Local: needs the names");
        double number = outer.weight().shape().size();
        Layer plain = new Layer() {
            @Override
            public Tensor forward(Tensor x, Mode mode) {
                return x.mul(number);
            }
        };
        assertThat(plain.namedParameters()).isEmpty();
    }

    @Test
    void useOfTheEnclosingObjectIsRefusedIfItHasLayers() {
        Layer inner = new Layer() {
            @Override
            public Tensor forward(Tensor x, Mode mode) {
                return outer.forward(x, mode).mul(factor);
            }
        };
        assertThatThrownBy(inner::namedParameters)
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("got the enclosing InheritedPartsTest without; let namedParts() return"
                        + " NamedParts.of(those that it uses), or NamedParts.of() where nothing");
        Layer said = new Layer() {
            @Override
            public Tensor forward(Tensor x, Mode mode) {
                return outer.forward(x, mode);
            }

            @Override
            public NamedParts namedParts() {
                return NamedParts.of("outer", outer);
            }
        };
        assertThat(said.namedParameters()).hasSize(1);
    }
}
