/**
 * Charts, planes and grids of images for reports.
 *
 * <p>Start with {@link gradus.plots.LineChart}. XChart draws the axes; no signature shows it.
 */
module gradus.plots {
    requires transitive gradus.nn;
    requires java.desktop;
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;
    requires xchart;

    exports gradus.plots;
}
