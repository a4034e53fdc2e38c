/**
 * Layers, losses, optimizers, training, data and files.
 *
 * <p>Start with {@link gradus.nn.Sequential}.
 */
module gradus.nn {
    requires transitive gradus.autodiff;
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;
    requires tools.jackson.core;
    requires static java.net.http; // for downloads
    requires static me.tongfei.progressbar; // progress is shown in a plainer way without it

    exports gradus.nn;
    exports gradus.nn.data;
    exports gradus.nn.files;
    exports gradus.nn.input;
    exports gradus.nn.layer;
    exports gradus.nn.loss;
    exports gradus.nn.metrics;
    exports gradus.nn.optim;
    exports gradus.nn.random;
    exports gradus.nn.report;
    exports gradus.nn.train;
}
