/**
 * Charts, planes and sheets of images for reports.
 *
 * <p>Start with {@link gradus.plots.Charts}. XChart draws the axes; no signature shows it.
 */
module gradus.plots {
    requires transitive gradus.nn;
    requires transitive java.desktop;
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;
    requires xchart;

    exports gradus.plots;
}
