package gradus.examples.lenet;

import module gradus.examples;

/** The two networks. */
final class Networks {
    private static final double DROPPED = 0.4;

    private Networks() {}

    /**
     * Two convolutions, each halved by pooling, and two layers on what they found. LeCun et al., "Gradient-based
     * learning applied to document recognition", Proc. IEEE 86 (1998), with ReLU and more channels.
     */
    static Sequential lenet(Randomness random) {
        return Sequential.of(
                Unflatten.of(1, Mnist.SIDE, Mnist.SIDE),
                Conv2d.of(1, 16, 5, random),
                new ReLU(),
                MaxPool.of(2),
                Conv2d.of(16, 32, 5, random),
                new ReLU(),
                MaxPool.of(2),
                new Flatten(),
                Linear.of(512, 128, random),
                new ReLU(),
                new Dropout(DROPPED),
                Linear.of(128, Mnist.CLASSES, random));
    }

    /**
     * Three residual blocks of two convolutions each, with 16, 32 and 64 channels. He et al., "Deep residual learning
     * for image recognition", CVPR 2016.
     */
    static Sequential residual(int classes, Randomness random) {
        return Sequential.of(
                Unflatten.of(Cifar10.CHANNELS, Cifar10.SIDE, Cifar10.SIDE),
                convolution(Cifar10.CHANNELS, 16, 1, random),
                BatchNorm.of(16),
                new ReLU(),
                block(16, 16, 1, random),
                block(16, 32, 2, random),
                block(32, 64, 2, random),
                new GlobalAveragePool(),
                Linear.of(64, classes, random));
    }

    /** What two convolutions add to the images, which another one brings to the same size where they change it. */
    private static Sequential block(int in, int out, int stride, Randomness random) {
        Layer added = Sequential.of(
                convolution(in, out, stride, random),
                BatchNorm.of(out),
                new ReLU(),
                convolution(out, out, 1, random),
                BatchNorm.of(out).zeroWeight());
        Layer whole = stride == 1
                ? new Residual(added)
                : Parallel.sum(
                        added,
                        Sequential.of(
                                Conv2d.of(
                                                DType.F32,
                                                in,
                                                out,
                                                1,
                                                Convolution.valid().stride(stride),
                                                Initializer.heNormal(),
                                                random)
                                        .withoutBias(),
                                BatchNorm.of(out)));
        return Sequential.of(whole, new ReLU());
    }

    /** Weights 3 by 3, without biases: the normalization after it has some. */
    private static Conv2d convolution(int in, int out, int stride, Randomness random) {
        Convolution how = Convolution.valid().stride(stride).padding(1);
        return Conv2d.of(DType.F32, in, out, 3, how, Initializer.heNormal(), random)
                .withoutBias();
    }
}
