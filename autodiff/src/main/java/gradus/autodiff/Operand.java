package gradus.autodiff;

/** What the families of operators need to know of a tensor to offer their methods. */
sealed interface Operand
        permits Arithmetic,
                Elementary,
                Activations,
                Piecewise,
                Comparisons,
                Reduction,
                Statistics,
                Standardization,
                Normalizations,
                Probability,
                FusedVjps,
                Movement,
                Rearrangement,
                Contraction,
                Filtering,
                Indexing,
                Pooling,
                Resampling,
                Reading {

    /** This operand as the tensor that it is. */
    default Tensor self() {
        return (Tensor) this;
    }
}
